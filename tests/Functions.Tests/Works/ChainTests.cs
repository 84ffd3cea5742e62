using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class ChainTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OutputsOfAFanOutAreJoined(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        JsonObject answer = await app.EnqueueAsync("""
            { "work": [
              { "key": "join", "worker": "scripted", "after": [ "a", "b" ], "inputMerger": "arrayCreating", "input": { "attempts": [ { "result": "success" } ] } },
              { "key": "a", "worker": "scripted", "input": { "attempts": [ { "result": "success", "output": { "n": 1 } } ] } },
              { "key": "b", "worker": "scripted", "input": { "attempts": [ { "result": "success", "output": { "n": 2 } } ] } } ] }
            """);
        Assert.Equal(["blocked", "enqueued", "enqueued"], answer["work"]!.AsArray().Select(work => (string?)work!["state"]));
        await app.IdleAsync();
        Assert.Equal("succeeded", (string?)(await app.GetAsync((string)answer["work"]![0]!["id"]!))["state"]);
    }

    [Fact]
    public async Task AFailureSpreadsToDependentsAndSparesSiblings()
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject answer = await app.EnqueueAsync("""
            { "work": [
              { "key": "bad", "worker": "scripted", "input": { "attempts": [ { "result": "failure", "output": { "why": "x" } } ] } },
              { "key": "good", "worker": "scripted", "input": { "attempts": [ { "result": "success", "runFor": "PT1M" } ] } },
              { "key": "hangs", "worker": "scripted", "after": [ "bad" ] },
              { "key": "further", "worker": "scripted", "after": [ "hangs" ] } ] }
            """);
        await app.AdvanceAsync("PT2M");
        Assert.Equal(["failed", "succeeded", "failed", "failed"], await StatesAsync(app, answer));
        Assert.Equal("x", (string?)(await app.GetAsync(IdOf(answer, 0)))["output"]!["why"]);
        Assert.Empty((await app.GetAsync(IdOf(answer, 2)))["output"]!.AsObject());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACancelStopsWhatRunsAndReachesDependents(bool ignoresStop)
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject answer = await app.EnqueueAsync($$"""
            { "work": [
              { "key": "a", "worker": "scripted", "input": { "attempts": [ { "result": "success", "runFor": "PT5M", "ignoreStop": {{(ignoresStop ? "true" : "false")}} } ] } },
              { "key": "b", "worker": "scripted", "after": [ "a" ] },
              { "key": "c", "worker": "scripted", "after": [ "b" ] } ] }
            """);
        await app.AdvanceAsync("PT1M");
        using HttpResponseMessage response = await app.PostAsync($"/api/work/{IdOf(answer, 0)}/cancel");
        Assert.Equal(3, (await TestApp.BodyAsync(response))["cancelled"]!.AsArray().Count);
        Assert.Equal(["cancelled", "cancelled", "cancelled"], await StatesAsync(app, answer));
        JsonObject head = await app.GetAsync(IdOf(answer, 0));
        Assert.Equal("cancelledByApp", (string?)head["stopReason"]);
        Assert.Equal("notStopped", (string?)(await app.GetAsync(IdOf(answer, 1)))["stopReason"]);
        await app.AdvanceAsync("PT10M");
        Assert.Equal(["cancelled", "cancelled", "cancelled"], await StatesAsync(app, answer));
        Assert.Equal(head.ToJsonString(), (await app.GetAsync(IdOf(answer, 0))).ToJsonString());
        using HttpResponseMessage again = await app.PostAsync($"/api/work/{IdOf(answer, 0)}/cancel");
        Assert.Empty((await TestApp.BodyAsync(again))["cancelled"]!.AsArray());
    }

    [Fact]
    public async Task ADelayedWorkIsCancelledAtOnceAndNeverRuns()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "P10D", "keepResultsFor": "P30D" }""");
        using HttpResponseMessage response = await app.PostAsync($"/api/work/{id}/cancel");
        Assert.Equal([id], (await TestApp.BodyAsync(response))["cancelled"]!.AsArray().Select(cancelled => (string)cancelled!));
        await app.AdvanceAsync("P20D");
        JsonObject work = await app.GetAsync(id);
        Assert.Equal("cancelled", (string?)work["state"]);
        Assert.Equal("notStopped", (string?)work["stopReason"]);
        Assert.Equal(0, (int)work["runAttemptCount"]!);
    }

    [Theory]
    [InlineData("success", "succeeded")]
    [InlineData("failure", "failed")]
    public async Task WorkCanWaitForStoredWork(string result, string state)
    {
        await using TestApp app = await TestApp.StartAsync();
        string first = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "initialDelay": "PT1H", "input": { "attempts": [ { "result": "{{result}}", "output": { "from": "first" } } ] } }""");
        string second = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "after": [ "{{first}}" ] }""");
        await app.AdvanceAsync("PT59M");
        Assert.Equal("blocked", (string?)(await app.GetAsync(second))["state"]);
        await app.AdvanceAsync("PT1M");
        Assert.Equal(state, (string?)(await app.GetAsync(second))["state"]);
        string third = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "after": [ "{{first}}" ] }""");
        await app.IdleAsync();
        Assert.Equal(state, (string?)(await app.GetAsync(third))["state"]);
    }

    [Fact]
    public async Task CancellingADelayedWorkCancelsWhatWaitsForIt()
    {
        await using TestApp app = await TestApp.StartAsync();
        string first = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT1H" }""");
        string second = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "after": [ "{{first}}" ] }""");
        await app.IdleAsync();
        (await app.PostAsync($"/api/work/{first}/cancel")).Dispose();
        await app.IdleAsync();
        Assert.Equal("cancelled", (string?)(await app.GetAsync(second))["state"]);
    }

    [Fact]
    public async Task ChosenIdsInsideAChainAreFound()
    {
        await using TestApp app = await TestApp.StartAsync();
        string json = """{ "work": [ { "id": "one", "key": "a", "worker": "scripted" }, { "id": "two", "worker": "scripted", "after": [ "a" ] } ] }""";
        await app.EnqueueAsync(json);
        await app.IdleAsync();
        Assert.Equal("succeeded", (string?)(await app.GetAsync("two"))["state"]);
        Assert.Equal("one", (string?)(await app.GetAsync("two"))["after"]![0]);
        Assert.Equal("kept", (string?)(await app.EnqueueAsync(json))["operation"]);
    }

    [Fact]
    public async Task AThousandWorksAreJoined()
    {
        await using TestApp app = await TestApp.StartAsync();
        var body = new StringBuilder("""{ "work": [""");
        for (int i = 0; i < 1_000; i++)
        {
            body.Append(System.Globalization.CultureInfo.InvariantCulture, $$"""{ "key": "k{{i}}", "worker": "scripted", "input": { "attempts": [ { "result": "success", "output": { "n": {{i}} } } ] } },""");
        }

        body.Append("""{ "key": "join", "worker": "scripted", "inputMerger": "arrayCreating", "after": [""").AppendJoin(',', Enumerable.Range(0, 1_000).Select(i => $"\"k{i}\"")).Append("] } ] }");
        JsonObject answer = await app.EnqueueAsync(body.ToString());
        await app.IdleAsync();
        Assert.Equal("succeeded", (string?)(await app.GetAsync(IdOf(answer, 1_000)))["state"]);
        Assert.Equal("succeeded", (string?)(await app.GetAsync(IdOf(answer, 500)))["state"]);
        Assert.Equal(1_000, (await app.JsonAsync("/api/work?limit=1000"))["work"]!.AsArray().Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AChainOfTwoHundredStepsRunsInOrder(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string works = string.Join(',', Enumerable.Range(0, 200).Select(i => $$"""{ "key": "k{{i}}", "worker": "scripted", "after": [ {{(i == 0 ? "" : $"\"k{i - 1}\"")}} ] }"""));
        JsonObject answer = await app.EnqueueAsync($$"""{ "work": [ {{works}} ] }""");
        await app.IdleAsync();
        Assert.Equal("succeeded", (string?)(await app.GetAsync(IdOf(answer, 199)))["state"]);
    }

    internal static string IdOf(JsonObject answer, int index) => (string)answer["work"]![index]!["id"]!;

    internal static async Task<List<string?>> StatesAsync(TestApp app, JsonObject answer)
    {
        var states = new List<string?>();
        for (int i = 0; i < answer["work"]!.AsArray().Count; i++)
        {
            states.Add((string?)(await app.GetAsync(IdOf(answer, i)))["state"]);
        }

        return states;
    }
}
