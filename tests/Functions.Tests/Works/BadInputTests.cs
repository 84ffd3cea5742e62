using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class BadInputTests
{
    public static TheoryData<string, int, string> Bodies => new()
    {
        { """{ "worker": "nobody" }""", 422, "worker" },
        { """{ "worker": "scripted", "initialDelayy": "PT1S" }""", 400, "initialDelayy" },
        { """{ "worker": "scripted", "initialDelay": "-PT1S" }""", 400, "initialDelay" },
        { """{ "work": [ { "key": "a", "worker": "scripted", "after": [ "b" ] }, { "key": "b", "worker": "scripted", "after": [ "a" ] } ] }""", 422, "work[0].after" },
        { """{ "work": [ { "key": "a", "worker": "scripted", "after": [ "nothing-like-it" ] } ] }""", 422, "work[0].after[0]" },
        { """{ "worker": "scripted", "after": [ "nothing-like-it" ] }""", 422, "after[0]" },
        { """{ "work": [ { "key": "a", "worker": "scripted" }, { "key": "a", "worker": "scripted" } ] }""", 400, "work[1].key" },
        { $$"""{ "worker": "scripted", "input": { "x": "{{new string('x', 256 * 1024)}}" } }""", 413, "input" },
        { """{ "worker": "scripted", """, 400, "$" },
        { """[]""", 400, "$" },
        { """{ "work": [] }""", 400, "work" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task ABadBodyIsRefusedWithItsFaultsAndNothingIsStored(string body, int status, string field)
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage response = await app.PostAsync("/api/work", body);
        JsonObject problem = await TestApp.BodyAsync(response);
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(problem["errors"]!.AsObject(), error => error.Key.StartsWith(field, StringComparison.Ordinal));
        Assert.Equal(32, ((string)problem["traceId"]!).Length);
        Assert.Empty((await app.JsonAsync("/api/work"))["work"]!.AsArray());
    }

    [Fact]
    public async Task AllFaultsAreToldAtOnce()
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage response = await app.PostAsync("/api/work", """
            { "work": [ { "worker": "nobody", "maxAttempts": -1 }, { "backoff": { "delay": "soon" }, "typo": 1 } ] }
            """);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        string[] fields = [.. (await TestApp.BodyAsync(response))["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal)];
        Assert.Equal(["work[0].maxAttempts", "work[0].worker", "work[1].backoff.delay", "work[1].typo", "work[1].worker"], fields);
    }

    [Fact]
    public async Task ABodyOfFiveMegabytesIsRefused()
    {
        await using TestApp app = await TestApp.StartAsync();
        using var content = new ByteArrayContent(new byte[5 * 1024 * 1024]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage response = await app.Client.PostAsync(new Uri("/api/work", UriKind.Relative), content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("must not be larger than 4194304 bytes", (string?)(await TestApp.BodyAsync(response))["errors"]!["$"]![0]);
    }

    [Fact]
    public async Task AFaultKeepsItsPlaceInTheRequestWhenOtherWorksAreStoredAlready()
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.EnqueueAsync("""{ "id": "stored", "worker": "scripted" }""");
        using HttpResponseMessage response = await app.PostAsync("/api/work", """{ "work": [ { "id": "stored", "worker": "scripted" }, { "worker": "scripted", "after": [ "nothing-like-it" ] } ] }""");
        Assert.True((await TestApp.BodyAsync(response))["errors"]!.AsObject().ContainsKey("work[1].after[0]"));
    }

    [Theory]
    [InlineData("/api/testing/clock/advance")]
    [InlineData("/api/testing/idle")]
    [InlineData("/api/testing/crash")]
    [InlineData("/api/testing/work/nothing-like-it/stop")]
    public async Task PathsOfTestingModeAreAProblemElsewhere(string path)
    {
        await using TestApp app = await TestApp.StartAsync(more: [("Work:Testing:Enabled", "false")]);
        using HttpResponseMessage refused = await app.PostAsync(path, "{}");
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task UnknownWorkIsNotFoundAndCancellingItIsNoError()
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage missing = await app.Client.GetAsync(new Uri("/api/work/nothing-like-it", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        using HttpResponseMessage cancelled = await app.PostAsync("/api/work/nothing-like-it/cancel");
        Assert.Empty((await TestApp.BodyAsync(cancelled))["cancelled"]!.AsArray());
    }

    [Theory]
    [InlineData("/api/work?limit=0", "limit")]
    [InlineData("/api/work?limit=1001", "limit")]
    [InlineData("/api/work?state=done", "state")]
    [InlineData("/api/work?cursor=x", "cursor")]
    [InlineData("/api/work?tagg=x", "tagg")]
    [InlineData("/api/work/x?wait=PT61S", "wait")]
    [InlineData("/api/work/x?wait=soon", "wait")]
    public async Task ABadQueryIsRefused(string path, string field)
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage response = await app.Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.True((await TestApp.BodyAsync(response))["errors"]!.AsObject().ContainsKey(field));
    }
}
