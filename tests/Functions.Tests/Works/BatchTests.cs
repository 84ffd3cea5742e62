using System.Net;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class BatchTests
{
    private const string Mixed = """
        { "requests": [ { "worker": "scripted", "tags": [ "a" ] }, { "worker": "nobody" }, { "worker": "scripted", "tag": [ "b" ] },
                        { "uniqueName": "n", "work": [ { "key": "x", "worker": "scripted" }, { "worker": "scripted", "after": [ "x" ] } ] },
                        7, { "worker": "scripted", "worker": "scripted" }, { "worker": "scripted", "tags": [ "last" ] } ] }
        """;

    [Fact]
    public async Task EachRequestIsStoredOrRefusedByItselfAndAnsweredInOrder()
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage response = await app.PostAsync("/api/work/batch", Mixed);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        JsonArray results = (await TestApp.BodyAsync(response))["results"]!.AsArray();

        Assert.Equal([202, 422, 400, 202, 400, 400, 202], results.Select(result => (int)result!["status"]!));
        Assert.Equal("enqueued", (string?)results[0]!["operation"]);
        Assert.Equal(["a", "scripted"], results[0]!["work"]![0]!["tags"]!.AsArray().Select(tag => (string)tag!).Order());
        Assert.Equal(["worker"], Errors(results[1]!));
        Assert.Equal(["tag"], Errors(results[2]!));
        Assert.Equal(["$"], Errors(results[4]!));
        Assert.Equal(["worker"], Errors(results[5]!));
        Assert.Equal(422, (int)results[1]!["problem"]!["status"]!);
        Assert.Null(results[1]!["work"]);
        Assert.Null(results[0]!["problem"]);
        await app.IdleAsync();
        Assert.Equal(2, results[3]!["work"]!.AsArray().Count);
        JsonArray stored = (await app.JsonAsync("/api/work"))["work"]!.AsArray();
        Assert.Equal(4, stored.Count);
        Assert.All(stored, work => Assert.Equal("succeeded", (string?)work!["state"]));
    }

    [Fact]
    public async Task ABatchIsRepeatedSafelyWithItsKey()
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage first = await app.PostAsync("/api/work/batch", Two("a", "b"), "key");
        using HttpResponseMessage again = await app.PostAsync("/api/work/batch", Two("a", "b"), "key");
        Assert.False(first.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal("true", Assert.Single(again.Headers.GetValues("Idempotency-Replayed")));
        JsonArray before = (await TestApp.BodyAsync(first))["results"]!.AsArray();
        JsonArray after = (await TestApp.BodyAsync(again))["results"]!.AsArray();
        Assert.Equal(before.Select(IdOf), after.Select(IdOf));
        Assert.True((bool)after[1]!["replayed"]!);

        using HttpResponseMessage other = await app.PostAsync("/api/work/batch", Two("a", "c"), "key");
        Assert.False(other.Headers.Contains("Idempotency-Replayed"));
        Assert.Equal([202, 409], (await TestApp.BodyAsync(other))["results"]!.AsArray().Select(result => (int)result!["status"]!));
        Assert.Equal(2, (await app.JsonAsync("/api/work"))["work"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest, "requests")]
    [InlineData("[]", HttpStatusCode.BadRequest, "$")]
    [InlineData("""{ "requests": [] }""", HttpStatusCode.BadRequest, "requests")]
    [InlineData("""{ "requests": {} }""", HttpStatusCode.BadRequest, "requests")]
    [InlineData("""{ "requests": [ { "worker": "scripted" } ], "request": 1 }""", HttpStatusCode.BadRequest, "request")]
    [InlineData("""{ "requests": [ { "worker": "scripted" } ], "requests": [ { "worker": "scripted" } ] }""", HttpStatusCode.BadRequest, "requests")]
    public async Task ABatchThatCannotBeTakenApartIsRefusedAsAWhole(string body, HttpStatusCode status, string field)
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage refused = await app.PostAsync("/api/work/batch", body);
        Assert.Equal(status, refused.StatusCode);
        Assert.Equal(field, Assert.Single((await TestApp.BodyAsync(refused))["errors"]!.AsObject()).Key);
        Assert.Empty((await app.JsonAsync("/api/work"))["work"]!.AsArray());
    }

    [Fact]
    public async Task AThousandRequestsAreTakenAndOneMoreIsTooLarge()
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage most = await app.PostAsync("/api/work/batch", Many(1_000));
        JsonArray results = (await TestApp.BodyAsync(most))["results"]!.AsArray();
        Assert.Equal(1_000, results.Select(IdOf).Distinct().Count());
        using HttpResponseMessage more = await app.PostAsync("/api/work/batch", Many(1_001));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, more.StatusCode);
    }

    private static string Two(string one, string other) =>
        $$"""{ "requests": [ { "worker": "scripted", "tags": [ "{{one}}" ] }, { "worker": "scripted", "tags": [ "{{other}}" ] } ] }""";

    private static string Many(int count) =>
        $$"""{ "requests": [ {{string.Join(',', Enumerable.Repeat("""{ "worker": "scripted", "initialDelay": "PT1H" }""", count))}} ] }""";

    private static string IdOf(JsonNode? result) => (string)result!["work"]![0]!["id"]!;

    private static IEnumerable<string> Errors(JsonNode result) => result["problem"]!["errors"]!.AsObject().Select(field => field.Key);
}
