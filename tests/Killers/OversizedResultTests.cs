using System.Text.Json;
using Work.Functions.Workers;

namespace Killers;

/// <summary>
/// A job's result is larger than what may be stored. The store refuses it each time, so the end of the job is never recorded: it runs again for ever, or counts as
/// running until its timeout, and nobody is told why. Seen in pydantic/pydantic-ai#7157, aws/aws-swf-flow-library#21, amazon-archives/aws-flow-ruby#16,
/// get-convex/workflow#241 and Azure/durabletask#137.
///
/// Here it is measured before it is stored: the work fails at once and says so, and so does a checkpoint or a merge of inputs that is too large.
/// </summary>
public sealed class OversizedResultTests
{
    private const int MostBytes = 256 * 1024;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AResultThatIsTooLargeFailsItsWorkOnceAndSaysWhy(bool replayAlways)
    {
        var tally = new Tally { OnRun = (_, _) => Task.FromResult(WorkResult.Success(Sized(MostBytes + 1))) };
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        JsonObject chain = await app.EnqueueAsync("""{ "work": [ { "key": "a", "worker": "tally" }, { "worker": "scripted", "after": [ "a" ] } ] }""");
        await app.IdleAsync();
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("P1D");
        Assert.Equal(("failed", "outputTooLarge", 1), (await app.StateAsync(chain.Id()), (string?)(await app.GetAsync(chain.Id()))["error"]!["type"], tally.Count));
        Assert.Equal("failed", await app.StateAsync(chain.Id(1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheLargestResultsOfAWideJoinArriveWhole(bool replayAlways)
    {
        const int Branches = 12;
        var tally = new Tally { OnRun = (context, _) => Task.FromResult(WorkResult.Success(context.Tags.Contains("join") ? null : Sized(MostBytes / Branches - 200))) };
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        string branches = string.Join(", ", Enumerable.Range(0, Branches).Select(i => $$"""{ "key": "{{i}}", "worker": "tally" }"""));
        string after = string.Join(", ", Enumerable.Range(0, Branches).Select(i => $"\"{i}\""));
        JsonObject answer = await app.EnqueueAsync($$"""{ "work": [ {{branches}}, { "worker": "tally", "tags": [ "join" ], "after": [ {{after}} ], "inputMerger": "arrayCreating" } ] }""");
        await app.IdleAsync();
        Assert.Equal("succeeded", await app.StateAsync(answer.Id(Branches)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACheckpointThatIsTooLargeEndsTheWorkAndDoesNotGoRound(bool replayAlways)
    {
        var tally = new Tally { OnRun = (_, _) => Task.FromResult(WorkResult.Continue(Sized(MostBytes + 1))) };
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        string id = await app.EnqueueOneAsync(Field.Tallied);
        await app.AdvanceAsync("PT1S");
        Assert.Equal(("failed", 1), (await app.StateAsync(id), tally.Count));
    }

    private static JsonElement Sized(int bytes) => JsonElement.Parse($$"""{"x":"{{new string('.', bytes - 8)}}"}""");
}
