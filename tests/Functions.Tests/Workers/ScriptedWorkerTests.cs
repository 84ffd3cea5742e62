using System.Text.Json;
using Work.Functions.Workers;
using Work.Model;

namespace Work.Functions.Tests.Workers;

public sealed class ScriptedWorkerTests
{
    [Theory]
    [InlineData(0, typeof(WorkRetry))]
    [InlineData(1, typeof(WorkFailure))]
    [InlineData(2, typeof(WorkSuccess))]
    [InlineData(9, typeof(WorkSuccess))]
    public async Task The_nth_entry_is_the_nth_attempt_and_the_last_repeats(int earlierAttempts, Type result)
    {
        var input = new { attempts = new object[] { new { result = "retry" }, new { result = "failure" }, new { result = "success" } } };

        Assert.IsType(result, await RunAsync(new TestRun(input, earlierAttempts)));
    }

    [Fact]
    public async Task Progress_comes_at_its_offsets_within_the_run()
    {
        var run = new TestRun(Script(new
        {
            runFor = "PT5M",
            progress = new[] { new { at = "PT3M", data = new { p = 2 } }, new { at = "PT1M", data = new { p = 1 } } },
            output = new { done = true },
        }));

        var output = (await RunAsync(run)).Output();

        Assert.Equal([TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2)], run.Delays);
        Assert.Equal([1, 2], run.Progress.Select(progress => progress.GetProperty("p").GetInt32()));
        Assert.True(output.GetProperty("done").GetBoolean());
    }

    [Fact]
    public async Task It_throws_after_its_run_when_told()
    {
        var run = new TestRun(Script(new { runFor = "PT1M", @throw = "boom" }));

        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(run));

        Assert.Equal("boom", fault.Message);
        Assert.Single(run.Delays);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_ends_it_unless_it_ignores_stops(bool ignoreStop)
    {
        var run = new TestRun(Script(new { runFor = "PT1M", ignoreStop }));
        var running = new ScriptedWorker().RunAsync(run, new CancellationToken(canceled: true));

        if (ignoreStop)
        {
            Assert.IsType<WorkSuccess>(await running);
        }
        else
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() => running);
        }
    }

    [Fact]
    public async Task An_error_of_the_script_is_the_error_of_the_result()
    {
        var result = await RunAsync(new TestRun(Script(new { result = "failure", error = new { type = "t", message = "m" } })));

        Assert.Equal(new WorkError("t", "m"), Assert.IsType<WorkFailure>(result).Error);
    }

    [Theory]
    [InlineData("""{ "attempts": [] }""")]
    [InlineData("""{ "attempts": [ 1 ] }""")]
    [InlineData("""{ "attempts": [ { "result": "perhaps" } ] }""")]
    [InlineData("""{ "attempts": [ { "runfor": "PT1M" } ] }""")]
    [InlineData("""{ "attempts": [ { "runFor": "-PT1M" } ] }""")]
    [InlineData("""{ "attempts": [ { "runFor": "PT1M", "progress": [ { "at": "PT2M", "data": {} } ] } ] }""")]
    [InlineData("""{ "attempts": [ { "output": 1 } ] }""")]
    [InlineData("""{ "attempts": [ { "ignoreStop": "yes" } ] }""")]
    public async Task A_script_that_cannot_be_followed_is_a_failure(string input) =>
        (await RunAsync(new TestRun(JsonElement.Parse(input)))).IsFailure(ErrorTypes.InvalidInput);

    private static object Script(object entry) => new { attempts = new[] { entry } };

    private static Task<WorkResult> RunAsync(TestRun run) => new ScriptedWorker().RunAsync(run, CancellationToken.None);
}
