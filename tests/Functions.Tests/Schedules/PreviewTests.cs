using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Schedules;

public sealed class PreviewTests
{
    private static readonly (string Body, string[] Faults)[] Bodies =
    [
        ("{}", ["cron: is required, or period"]),
        ("[]", ["$: must be an object"]),
        ("""{ "cron": """, ["$: malformed JSON at line 1, position 11"]),
        ("""{ "cron": {} }""", ["cron.expression: is required"]),
        ("""{ "period": {} }""", ["period.every: is required"]),
        ("""{ "cron": "0 0 * * *" }""", ["cron: must be an object"]),
        ("""{ "period": { "every": "PT0S" } }""", ["period.every: must be more than zero"]),
        ("""{ "period": { "every": "PT1H" }, "cron": { "expression": "* * * * *" } }""", ["period: must not be given together with cron"]),
        ("""{ "cron": { "expression": "* * * * *" }, "count": 0 }""", ["count: must be 1 to 1000"]),
        ("""{ "cron": { "expression": "* * * * *" }, "count": 1001 }""", ["count: must be 1 to 1000"]),
        ("""{ "cron": { "expression": "* * * * *" }, "count": 1.5 }""", ["count: must be a whole number"]),
        ("""{ "cron": { "expression": "* * * * *" }, "from": "9000-01-01T00:00:00Z" }""", ["from: must not be after 2039-12-30T00:00:00Z"]),
        ("""{ "cron": { "expression": "0 0 30 2 *" } }""", ["cron.expression: never fires: no such day comes in any year"]),
        (
            """{ "cron": { "expression": "61 25 * * *", "timeZone": "Mars/Olympus", "misfire": "never", "zone": 1 }, "from": "soon", "count": "1", "typo": 1 }""",
            [
                "count: must be a whole number",
                "cron.expression: hour: must be 0 to 23, not '25'",
                "cron.expression: minute: must be 0 to 59, not '61'",
                "cron.misfire: must be one of once, skip, all",
                "cron.timeZone: there is no IANA time zone 'Mars/Olympus'",
                "cron.zone: unknown field",
                "from: must be an RFC 3339 instant",
                "typo: unknown field",
            ]
        ),
    ];

    [Fact]
    public async Task ACronIsShownInUtcAndOnItsWallClockWithItsNotes()
    {
        await using TestApp app = await TestApp.StartAsync();
        Assert.Equal(
            [
                """{"at":"2030-03-30T01:30:00Z","local":"2030-03-30T02:30:00+01:00"}""",
                """{"at":"2030-03-31T01:00:00Z","local":"2030-03-31T03:00:00+02:00","note":"gap"}""",
                """{"at":"2030-04-01T00:30:00Z","local":"2030-04-01T02:30:00+02:00"}""",
            ],
            await FiringsAsync(app, """{ "cron": { "expression": "30 2 * * *", "timeZone": "Europe/Berlin" }, "from": "2030-03-30T00:00:00Z", "count": 3 }"""));
        Assert.Equal(
            ["""{"at":"2030-10-27T00:30:00Z","local":"2030-10-27T02:30:00+02:00","note":"overlap"}"""],
            await FiringsAsync(app, """{ "cron": { "expression": "30 2 * * *", "timeZone": "Europe/Berlin" }, "from": "2030-10-27T00:00:00Z", "count": 1 }"""));
    }

    [Fact]
    public async Task WithoutMoreItIsTenFromNowInUtc()
    {
        await using TestApp app = await TestApp.StartAsync();
        string[] firings = await FiringsAsync(app, """{ "cron": { "expression": "0 0 * * * *" } }""");
        Assert.Equal(10, firings.Length);
        Assert.Equal("""{"at":"2030-01-01T00:00:00Z","local":"2030-01-01T00:00:00+00:00"}""", firings[0]);
        Assert.Equal("""{"at":"2030-01-01T09:00:00Z","local":"2030-01-01T09:00:00+00:00"}""", firings[9]);
    }

    [Fact]
    public async Task APeriodIsShownAsTheRunsWouldComeAndWhatTheFloorsChangedIsTold()
    {
        await using TestApp app = await TestApp.StartAsync(false, more: [("Work:Profile", "Android")]);
        JsonObject body = await PreviewAsync(app, """{ "period": { "every": "PT10S", "flex": "PT6M" }, "count": 2 }""");
        Assert.Equal(["2030-01-01T00:09:00Z", "2030-01-01T00:24:00Z"], body["firings"]!.AsArray().Select(firing => (string)firing!["at"]!));
        Assert.Equal("""[{"field":"period.every","from":"PT10S","to":"PT15M","why":"minPeriod"}]""", body["adjustments"]!.ToJsonString());
        Assert.Equal(["firings"], (await PreviewAsync(app, """{ "period": { "every": "PT1H" } }""")).Select(field => field.Key));
    }

    [Fact]
    public async Task TheMostIsAThousand()
    {
        await using TestApp app = await TestApp.StartAsync();
        Assert.Equal(1_000, (await FiringsAsync(app, """{ "cron": { "expression": "* * * * * *", "misfire": "all", "overlap": "queue" }, "count": 1000 }""")).Length);
    }

    [Fact]
    public async Task ABadBodyIsRefusedWithAllItsFaults()
    {
        await using TestApp app = await TestApp.StartAsync();
        foreach ((string body, string[] faults) in Bodies)
        {
            using HttpResponseMessage response = await app.PostAsync("/api/schedules/preview", body);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
            JsonObject errors = (await TestApp.BodyAsync(response))["errors"]!.AsObject();
            Assert.Equal(faults, errors.SelectMany(error => error.Value!.AsArray().Select(message => $"{error.Key}: {message}")).Order(StringComparer.Ordinal));
        }
    }

    private static async Task<string[]> FiringsAsync(TestApp app, string json) =>
        [.. (await PreviewAsync(app, json))["firings"]!.AsArray().Select(firing => firing!.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal))];

    private static async Task<JsonObject> PreviewAsync(TestApp app, string json)
    {
        using HttpResponseMessage response = await app.PostAsync("/api/schedules/preview", json);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await TestApp.BodyAsync(response);
    }
}
