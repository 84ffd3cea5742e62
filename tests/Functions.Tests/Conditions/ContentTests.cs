using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Conditions;

/// <summary>Work that waits for content to change.</summary>
public sealed class ContentTests
{
    private const string Photos = """{ "contentTriggers": [ { "uri": "files://photos", "descendants": true }, { "uri": "files://notes" } ] }""";

    [Fact]
    public async Task EachChangeBeginsTheQuietTimeAnewAndTheWorkerIsToldWhatHasChanged()
    {
        await using TestApp app = await StartAsync();
        string id = await EnqueueAsync(app, Photos);
        JsonNode held = Assert.Single((await app.JsonAsync($"/api/work/{id}/explain"))["waitingFor"]!.AsArray())!;
        Assert.Equal(("constraint", "contentTriggers"), ((string?)held["kind"], (string?)held["name"]));
        await ChangeAsync(app, "files://videos/1");
        await ChangeAsync(app, "files://notes/1");
        await app.AdvanceAsync("PT1M");
        Assert.Equal("enqueued", (string?)(await app.GetAsync(id))["state"]);

        await ChangeAsync(app, "files://photos/2030/a.jpg");
        await app.AdvanceAsync("PT9S");
        await ChangeAsync(app, "files://notes");
        await app.AdvanceAsync("PT9S");
        Assert.Equal("enqueued", (string?)(await app.GetAsync(id))["state"]);
        await app.AdvanceAsync("PT1S");
        JsonObject done = await app.GetAsync(id);
        Assert.Equal(("succeeded", "2030-01-01T00:01:19Z"), ((string?)done["state"], (string?)done["startedAt"]));
        Assert.Equal(["files://photos/2030/a.jpg", "files://notes"], done["output"]!["uris"]!.AsArray().Select(uri => (string?)uri));
    }

    [Fact]
    public async Task ChangesThatDoNotEndAreToldWhenTheLongestWaitSinceTheFirstIsOver()
    {
        await using TestApp app = await StartAsync();
        string id = await EnqueueAsync(app, """{ "contentTriggers": [ { "uri": "a" } ], "triggerUpdateDelay": "PT20S", "triggerMaxDelay": "PT30S" }""");
        for (int change = 0; change < 3; change++)
        {
            await ChangeAsync(app, "a");
            await app.AdvanceAsync("PT10S");
        }

        Assert.Equal("2030-01-01T00:00:30Z", (string?)(await app.GetAsync(id))["startedAt"]);
    }

    [Fact]
    public async Task ShortDelaysAreRaisedAndTheAnswerSaysSo()
    {
        await using TestApp app = await StartAsync();
        JsonObject answer = await app.EnqueueAsync("""{ "worker": "tell", "constraints": { "contentTriggers": [ { "uri": "a" } ], "triggerUpdateDelay": "PT0.1S", "triggerMaxDelay": "PT0.1S" } }""");
        Assert.Equal(
            ["constraints.triggerUpdateDelay PT0.5S minTriggerUpdateDelay", "constraints.triggerMaxDelay PT1S minTriggerMaxDelay"],
            answer["adjustments"]!.AsArray().Select(adjusted => $"{adjusted!["field"]} {adjusted["to"]} {adjusted["why"]}"));
        await app.IdleAsync();
        await ChangeAsync(app, "a");
        await app.AdvanceAsync("PT0.5S");
        Assert.Equal("succeeded", (string?)(await app.GetAsync((string)answer["work"]![0]!["id"]!))["state"]);
    }

    [Fact]
    public async Task TooManyChangesAreNotNamed()
    {
        await using TestApp app = await StartAsync();
        string id = await EnqueueAsync(app, Photos);
        for (int photo = 0; photo <= 50; photo++)
        {
            await ChangeAsync(app, $"files://photos/{photo}");
        }

        await app.AdvanceAsync("PT10S");
        JsonObject done = await app.GetAsync(id);
        Assert.Equal("succeeded", (string?)done["state"]);
        Assert.Empty(done["output"]!["uris"]!.AsArray());
    }

    [Fact]
    public async Task AnotherAttemptDoesNotWaitForAnotherChange()
    {
        await using TestApp app = await StartAsync();
        string id = await app.EnqueueOneAsync("""
            { "worker": "scripted", "constraints": { "contentTriggers": [ { "uri": "a" } ] }, "input": { "attempts": [ { "result": "retry" }, { "result": "success" } ] } }
            """);
        await app.IdleAsync();
        await ChangeAsync(app, "a");
        await app.AdvanceAsync("PT10S");
        Assert.Equal(("enqueued", 1), ((string?)(await app.GetAsync(id))["state"], (int)(await app.GetAsync(id))["runAttemptCount"]!));
        await app.AdvanceAsync("PT30S");
        Assert.Equal("succeeded", (string?)(await app.GetAsync(id))["state"]);
    }

    [Fact]
    public async Task AChangeAndItsWakeUpSurviveACrash()
    {
        await using TestApp app = await StartAsync();
        string id = await EnqueueAsync(app, Photos);
        await ChangeAsync(app, "files://notes");
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT10S");
        Assert.Equal("succeeded", (string?)(await app.GetAsync(id))["state"]);
    }

    [Fact]
    public async Task OnAndroidEightUnfinishedWorksWaitForContentAndTheNinthIsRefusedWithAllThatCameWithIt()
    {
        await using TestApp app = await StartAsync(("Work:Profile", "Android"));
        for (int work = 0; work < 7; work++)
        {
            await EnqueueAsync(app, """{ "contentTriggers": [ { "uri": "a" } ] }""");
        }

        string two = """{ "work": [ { "id": "b1", "worker": "tell" }, { "worker": "tell", "constraints": { "contentTriggers": [ { "uri": "b" } ] } }, { "worker": "tell", "constraints": { "contentTriggers": [ { "uri": "b" } ] } } ] }""";
        using (HttpResponseMessage refused = await app.PostAsync("/api/work", two, "key"))
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Equal(["work[1].constraints.contentTriggers", "work[2].constraints.contentTriggers"], (await TestApp.BodyAsync(refused))["errors"]!.AsObject().Select(error => error.Key));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await app.Client.GetAsync(new Uri("/api/work/b1", UriKind.Relative))).StatusCode);
        await ChangeAsync(app, "a");
        await app.AdvanceAsync("PT10S");
        await app.EnqueueAsync(two, "key");
        await app.EnqueueAsync(two, "key");
    }

    private static Task<TestApp> StartAsync(params (string Name, string Value)[] more) =>
        TestApp.StartAsync(configure: builder => builder.Services.AddWorker<TellWorker>("tell"), more: more);

    private static async Task<string> EnqueueAsync(TestApp app, string constraints)
    {
        string id = await app.EnqueueOneAsync($$"""{ "worker": "tell", "constraints": {{constraints}} }""");
        await app.IdleAsync();
        return id;
    }

    private static async Task ChangeAsync(TestApp app, string uri)
    {
        using HttpResponseMessage response = await app.PostAsync("/api/content-changes", $$"""{ "uri": "{{uri}}" }""");
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    private sealed class TellWorker : IWorker
    {
        public Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop) =>
            Task.FromResult(WorkResult.Success(JsonSerializer.SerializeToElement(new { uris = context.TriggeredContentUris })));
    }
}
