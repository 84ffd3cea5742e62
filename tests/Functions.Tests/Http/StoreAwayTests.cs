using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Files;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Http;

/// <summary>While the store of documents cannot be reached, callers are told to come again, and runs are tried again.</summary>
public sealed class StoreAwayTests
{
    private static readonly string Large = $$"""{ "worker": "scripted", "input": { "attempts": [ { "result": "success", "output": { "text": "{{new string('x', 2_000)}}" } } ] } }""";
    private static readonly string Seventy = $$"""{ "work": [ {{string.Join(", ", Enumerable.Repeat("""{ "worker": "scripted" }""", 70))}} ] }""";

    [Fact]
    public async Task A_read_of_what_lies_there_is_answered_with_503_until_it_is_back()
    {
        await using TestApp app = await StartAsync();
        string id = await app.EnqueueOneAsync(Large);
        await app.IdleAsync();

        AwayStore.Of(app).IsAway = true;
        using HttpResponseMessage away = await app.Client.GetAsync(new Uri($"/api/work/{id}", UriKind.Relative));
        await ToldToComeAgainAsync(away);

        AwayStore.Of(app).IsAway = false;
        Assert.Equal(2_000, ((string)(await app.GetAsync(id))["output"]!["text"]!).Length);
    }

    [Fact]
    public async Task A_continuation_that_must_lie_there_is_refused_as_a_whole_and_taken_under_its_key_later()
    {
        await using TestApp app = await StartAsync();

        AwayStore.Of(app).IsAway = true;
        using HttpResponseMessage away = await app.PostAsync("/api/work", Seventy, "key");
        await ToldToComeAgainAsync(away);
        await app.IdleAsync();
        Assert.Empty((await app.JsonAsync("/api/work"))["work"]!.AsArray());

        AwayStore.Of(app).IsAway = false;
        Assert.Equal(70, (await app.EnqueueAsync(Seventy, "key"))["work"]!.AsArray().Count);
    }

    [Fact]
    public async Task In_a_batch_only_the_requests_that_must_lie_there_are_refused()
    {
        await using TestApp app = await StartAsync();

        AwayStore.Of(app).IsAway = true;
        using HttpResponseMessage answer = await app.PostAsync("/api/work/batch", $$"""{ "requests": [ { "worker": "scripted" }, {{Seventy}} ] }""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        JsonArray results = (await TestApp.BodyAsync(answer))["results"]!.AsArray();
        Assert.Equal([202, 503], results.Select(result => (int)result!["status"]!));
        Assert.Equal("Store unavailable", (string?)results[1]!["problem"]!["title"]);
    }

    [Theory]
    [InlineData("Server")]
    [InlineData("Android")]
    public async Task A_run_whose_output_cannot_be_stored_is_tried_again(string profile)
    {
        await using TestApp app = await StartAsync(("Work:Profile", profile));

        AwayStore.Of(app).IsAway = true;
        string id = await app.EnqueueOneAsync(Large);
        await app.IdleAsync();
        await TriedAgainAsync(app, id);
    }

    [Theory]
    [InlineData("Server")]
    [InlineData("Android")]
    public async Task A_run_whose_input_cannot_be_read_is_tried_again(string profile)
    {
        await using TestApp app = await StartAsync(("Work:Profile", profile));
        string first = await app.EnqueueOneAsync(Large);
        await app.IdleAsync();

        AwayStore.Of(app).IsAway = true;
        string second = await app.EnqueueOneAsync($$"""{ "worker": "combine", "after": [ "{{first}}" ] }""");
        await app.IdleAsync();
        await TriedAgainAsync(app, second);
    }

    private static async Task TriedAgainAsync(TestApp app, string id)
    {
        JsonNode attempt = Assert.Single(await app.AttemptsAsync(id))!;
        Assert.Equal(("retry", "fileStoreFault"), ((string?)attempt["result"], (string?)attempt["error"]!["type"]));
        Assert.Equal("enqueued", (string?)(await app.GetAsync(id))["state"]);

        AwayStore.Of(app).IsAway = false;
        await app.AdvanceAsync("PT1H");
        Assert.Equal("succeeded", (string?)(await app.GetAsync(id))["state"]);
    }

    private static async Task ToldToComeAgainAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(TimeSpan.FromSeconds(5), answer.Headers.RetryAfter!.Delta);
        JsonObject problem = await TestApp.BodyAsync(answer);
        Assert.Equal("Store unavailable", (string?)problem["title"]);
        Assert.DoesNotContain("127.0.0.1", problem.ToJsonString(), StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(params (string Name, string Value)[] more) => TestApp.StartAsync(configure: AwayStore.Replace, more: more);
}
