using System.Collections.Concurrent;

namespace Killers;

/// <summary>
/// Two callers look whether something of a name runs, both see that nothing does, and both start it: it runs twice, or the second silently takes the
/// place of the first. Seen in Azure/azure-functions-durable-extension#612, #367, #1265 and #2466 and in timgit/pg-boss#367.
///
/// Here an id, a key and a name each have one who decides, so callers see the outcome of some order.
/// </summary>
public sealed class TwoStartsTests
{
    private const int Callers = 30;

    public static TheoryData<string, bool> Requests => new()
    {
        { """{ "id": "nightly", "worker": "tally" }""", false },
        { """{ "id": "nightly", "worker": "tally", "initialDelay": "PT1H" }""", true },
        { """{ "uniqueName": "nightly", "existingWorkPolicy": "keep", "work": [ { "worker": "tally", "initialDelay": "PT1H" } ] }""", false },
        { """{ "uniqueName": "nightly", "existingWorkPolicy": "keep", "work": [ { "id": "nightly", "worker": "tally", "initialDelay": "PT1H" } ] }""", true },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task OfManyStartsAtOnceOneStartsAndTheOthersAreShownIt(string request, bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        JsonObject[] answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => app.EnqueueAsync(request))));
        Assert.Equal((1, Callers - 1), (answers.Count(answer => (string?)answer["operation"] == "enqueued"), answers.Count(answer => (string?)answer["operation"] == "kept")));
        Assert.Single(answers.Select(answer => answer.Id()).Distinct());
        await app.AdvanceAsync("PT2H");
        Assert.Single(tally.Ids);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AStartThatMeetsTheEndOfTheOneBeforeIsKeptOrRunsAndIsNeverLost(bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        var operations = new ConcurrentQueue<string>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (int start = 0; start < Callers / 2; start++)
            {
                operations.Enqueue((string)(await app.EnqueueAsync("""{ "uniqueName": "n", "existingWorkPolicy": "keep", "work": [ { "worker": "tally" } ] }"""))["operation"]!);
            }
        })));
        await app.IdleAsync();
        Assert.Equal(operations.Count(operation => operation == "enqueued"), tally.Count);
        Assert.All(operations, operation => Assert.True(operation is "enqueued" or "kept", operation));
    }

    [Fact]
    public async Task ARepeatIsToldThatItWasKeptThoughNothingIsLeftOfWhatWasKept()
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(configure: tally.AddTo);
        const string Nightly = """{ "uniqueName": "n", "existingWorkPolicy": "keep", "work": [ { "worker": "tally", "initialDelay": "PT1H" } ] }""";
        await app.EnqueueAsync(Nightly);
        Assert.Equal("kept", (string?)(await app.EnqueueAsync(Nightly, "key"))["operation"]);
        await app.AdvanceAsync("PT2H");
        Assert.Equal(1, (int)(await app.CallAsync("/api/work/prune")).Body["pruned"]!);
        JsonObject again = await app.EnqueueAsync(Nightly, "key");
        Assert.Equal("kept", (string?)again["operation"]);
        Assert.Empty(again["work"]!.AsArray());
        await app.AdvanceAsync("PT2H");
        Assert.Single(tally.Ids);
    }

    [Fact]
    public async Task OfManyRepeatsWithOneKeyOneRuns()
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(configure: tally.AddTo);
        JsonObject[] answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => app.EnqueueAsync(Field.Tallied, "one"))));
        await app.IdleAsync();
        Assert.Single(answers.Select(answer => answer.Id()).Distinct());
        Assert.Single(tally.Ids);
    }
}
