using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Engine;

namespace Work.Functions.Tests.Works;

public sealed class UniqueWorkTests
{
    private const string Ends = """{ "result": "success", "output": { "from": "old" } }""";
    private const string Fails = """{ "result": "failure" }""";
    private const string Runs = """{ "result": "success", "runFor": "PT1H" }""";

    public static TheoryData<string, string, string, string, bool> Table => new()
    {
        // what exists, policy, operation, state of the new work (or of the kept one), whether the old work is still known
        { Runs, "keep", "kept", "running", true },
        { Ends, "keep", "enqueued", "succeeded", false },
        { Fails, "keep", "enqueued", "succeeded", false },
        { Runs, "replace", "replaced", "succeeded", false },
        { Ends, "replace", "replaced", "succeeded", false },
        { Runs, "append", "appended", "blocked", true },
        { Ends, "append", "appended", "succeeded", true },
        { Fails, "append", "appended", "failed", true },
        { Runs, "appendOrReplace", "appended", "blocked", true },
        { Ends, "appendOrReplace", "appended", "succeeded", true },
        { Fails, "appendOrReplace", "replaced", "succeeded", false },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task APolicyDecidesWhatBecomesOfExistingWork(string exists, string policy, string operation, string state, bool oldIsKnown)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways: exists == Runs);
        JsonObject first = await EnqueueAsync(app, "keep", exists);
        Assert.Equal("enqueued", (string?)first["operation"]);
        await app.IdleAsync();
        JsonObject second = await EnqueueAsync(app, policy, """{ "result": "success" }""");
        await app.IdleAsync();
        Assert.Equal(operation, (string?)second["operation"]);
        JsonObject work = await app.GetAsync(ChainTests.IdOf(second, 0));
        Assert.Equal(state, (string?)work["state"]);
        Assert.Equal("sync", (string?)work["uniqueName"]);
        using HttpResponseMessage old = await app.Client.GetAsync(new Uri($"/api/work/{ChainTests.IdOf(first, 0)}", UriKind.Relative));
        Assert.Equal(oldIsKnown ? HttpStatusCode.OK : HttpStatusCode.NotFound, old.StatusCode);
    }

    [Fact]
    public async Task AnAppendedWorkRunsAfterTheOldOneAndGetsItsOutput()
    {
        await using TestApp app = await TestApp.StartAsync();
        await EnqueueAsync(app, "keep", """{ "result": "success", "runFor": "PT1H", "output": { "from": "old" } }""");
        JsonObject second = await app.EnqueueAsync("""
            { "uniqueName": "sync", "existingWorkPolicy": "append", "work": [ { "key": "a", "worker": "scripted" }, { "worker": "scripted", "after": [ "a" ] } ] }
            """);
        Assert.Equal(["blocked", "blocked"], second["work"]!.AsArray().Select(work => (string?)work!["state"]));
        await app.AdvanceAsync("PT2H");
        Assert.Equal(["succeeded", "succeeded"], await ChainTests.StatesAsync(app, second));
        Assert.Single((await app.GetAsync(ChainTests.IdOf(second, 0)))["after"]!.AsArray());
    }

    [Fact]
    public async Task AReplacedRunIsStoppedAndItsDependentsElsewhereAreCancelled()
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject first = await EnqueueAsync(app, "keep", Runs);
        string dependent = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "after": [ "{{ChainTests.IdOf(first, 0)}}" ] }""");
        await app.IdleAsync();
        await EnqueueAsync(app, "replace", Ends);
        await app.IdleAsync();
        Assert.Equal("cancelled", (string?)(await app.GetAsync(dependent))["state"]);
    }

    [Fact]
    public async Task AReplacedRunIsToldToStopByWhoReplacesIt()
    {
        await using TestApp app = await TestApp.StartAsync(more: ("Work:StopWatchInterval", "01:00:00"));
        for (int round = 0; round < 30; round++)
        {
            await EnqueueAsync(app, "keep", Runs);
            await app.IdleAsync();
            Assert.Equal(1, app.Services.GetRequiredService<DurableEngine>().Statistics.RunningActivities);
            await EnqueueAsync(app, "replace", Ends);
            await app.IdleAsync();
            Assert.Equal(0, app.Services.GetRequiredService<DurableEngine>().Statistics.RunningActivities);
        }
    }

    [Fact]
    public async Task WorksAreListedByTheirNames()
    {
        await using TestApp app = await TestApp.StartAsync();
        string named = ChainTests.IdOf(await EnqueueAsync(app, "keep", Ends), 0);
        string other = ChainTests.IdOf(await app.EnqueueAsync("""{ "uniqueName": "b", "work": [ { "worker": "scripted", "tags": [ "x" ] } ] }"""), 0);
        await app.EnqueueOneAsync("""{ "worker": "scripted", "tags": [ "x" ] }""");
        await app.IdleAsync();
        Assert.Equal([named], await ListedAsync(app, "uniqueName=sync"));
        Assert.Equal(new[] { named, other }.Order(), (await ListedAsync(app, "uniqueName=sync&uniqueName=b")).Order());
        Assert.Equal([other], await ListedAsync(app, "uniqueName=sync&uniqueName=b&tag=x"));
        Assert.Empty(await ListedAsync(app, "uniqueName=nobody"));
    }

    [Theory]
    [InlineData("keep", false)]
    [InlineData("replace", false)]
    [InlineData("replace", true)]
    [InlineData("append", true)]
    [InlineData("appendOrReplace", false)]
    public async Task ManyCallersAtOnceLeaveWhatASerialOrderAllows(string policy, bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        const int callers = 40;
        JsonObject[] answers = await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(() => EnqueueAsync(app, policy, Runs))));
        await app.IdleAsync();
        int Count(string operation) => answers.Count(answer => (string?)answer["operation"] == operation);
        int running = (await app.JsonAsync("/api/work?state=running&limit=1000"))["work"]!.AsArray().Count;
        int blocked = (await app.JsonAsync("/api/work?state=blocked&limit=1000"))["work"]!.AsArray().Count;
        Assert.Equal((1, 1), (Count("enqueued"), running));
        Assert.Equal(callers - 1, Count(policy switch { "keep" => "kept", "replace" => "replaced", _ => "appended" }));
        Assert.Equal(policy.StartsWith("append", StringComparison.Ordinal) ? callers - 1 : 0, blocked);
    }

    [Fact]
    public async Task ANameSurvivesACrashBetweenItsContinuations()
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject first = await EnqueueAsync(app, "keep", Ends);
        await app.IdleAsync();
        await app.CrashAndRestartAsync();
        JsonObject second = await EnqueueAsync(app, "append", Runs);
        await app.IdleAsync();
        await app.CrashAndRestartAsync();
        Assert.Equal("kept", (string?)(await EnqueueAsync(app, "keep", Ends))["operation"]);
        Assert.Equal([ChainTests.IdOf(first, 0)], (await app.GetAsync(ChainTests.IdOf(second, 0)))["after"]!.AsArray().Select(id => (string?)id));
    }

    [Fact]
    public async Task AReplaceReachesEveryContinuationOfALongLine()
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject[] line = await Task.WhenAll(Enumerable.Range(0, 80).Select(_ => EnqueueAsync(app, "append", Runs)));
        string last = ChainTests.IdOf(await EnqueueAsync(app, "replace", Runs), 0);
        await app.IdleAsync();
        Assert.Equal([last], await ListedAsync(app, "uniqueName=sync"));
        Assert.Equal([last], await ListedAsync(app, "state=running&state=blocked&state=enqueued"));
        Assert.Equal(80, line.Length);
    }

    [Fact]
    public async Task ARepeatedKeyIsToldTheSameHoweverFarTheNameHasMovedOn()
    {
        await using TestApp app = await TestApp.StartAsync();
        string first = ChainTests.IdOf(await EnqueueAsync(app, "keep", Runs), 0);
        string body = """{ "uniqueName": "sync", "existingWorkPolicy": "keep", "work": [ { "worker": "scripted" } ] }""";
        Assert.Equal("kept", (string?)(await app.EnqueueAsync(body, "key"))["operation"]);
        await app.AdvanceAsync("PT5M");
        await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => EnqueueAsync(app, "keep", Runs)));
        (await app.PostAsync($"/api/work/{first}/cancel")).Dispose();
        await app.IdleAsync();
        Assert.Equal("kept", (string?)(await app.EnqueueAsync(body, "key"))["operation"]);
        Assert.Empty(await ListedAsync(app, "uniqueName=sync&state=succeeded"));
    }

    [Fact]
    public async Task AChosenIdThatWasReplacedIsNewAgain()
    {
        await using TestApp app = await TestApp.StartAsync();
        const string Nightly = """{ "uniqueName": "sync", "existingWorkPolicy": "replace", "work": [ { "id": "nightly", "worker": "scripted" } ] }""";
        await app.EnqueueAsync(Nightly);
        await app.IdleAsync();
        await EnqueueAsync(app, "replace", Ends);
        await app.IdleAsync();
        Assert.Equal("replaced", (string?)(await app.EnqueueAsync(Nightly))["operation"]);
        await app.IdleAsync();
        Assert.Equal("succeeded", (string?)(await app.GetAsync("nightly"))["state"]);
    }

    [Fact]
    public async Task ThePolicyNeedsAName()
    {
        await using TestApp app = await TestApp.StartAsync();
        using HttpResponseMessage response = await app.PostAsync("/api/work", """{ "existingWorkPolicy": "keep", "work": [ { "worker": "scripted" } ] }""");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    private static Task<JsonObject> EnqueueAsync(TestApp app, string policy, string attempt) => app.EnqueueAsync($$"""
        { "uniqueName": "sync", "existingWorkPolicy": "{{policy}}", "work": [ { "worker": "scripted", "timeout": "PT2H", "input": { "attempts": [ {{attempt}} ] } } ] }
        """);

    private static async Task<IEnumerable<string>> ListedAsync(TestApp app, string query) =>
        (await app.JsonAsync($"/api/work?{query}"))["work"]!.AsArray().Select(work => (string)work!["id"]!);
}
