using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Embedded.Tests.Engine;

public class ChainTests
{
    internal static TestCatalog Chain() => new TestCatalog()
        .Orchestrator("chain", async context =>
        {
            var text = context.GetInput<string>()!;
            foreach (var letter in new[] { "a", "b", "c" })
            {
                text = await context.CallActivityAsync<string>("append", text + letter);
            }

            return text;
        })
        .Activity<string, string>("append", text => text + ".");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_chain_passes_each_result_to_the_next(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Chain(), replayAlways);

        var end = await engine.RunAsync("chain", "-");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, end.RuntimeStatus);
        Assert.Equal("-a.b.c.", end.ReadOutputAs<string>());
        Assert.Equal("-", end.ReadInputAs<string>());
        Assert.Equal(3, engine.Catalog.Deliveries.Count);
        Assert.Equal(replayAlways ? 3 : 0, engine.Engine.Statistics.Replays);
    }

    [Fact]
    public async Task The_history_can_be_read_from_begin_to_end()
    {
        await using var engine = await TestEngine.StartAsync(Chain());
        var end = await engine.RunAsync("chain", "-");

        var history = engine.Engine.ReadHistory(end.InstanceId);

        Assert.Equal(
            ["ExecutionStarted", "StepStarted", "TaskScheduled", "StepStarted", "TaskCompleted", "TaskScheduled", "StepStarted", "TaskCompleted",
                "TaskScheduled", "StepStarted", "TaskCompleted", "ExecutionCompleted"],
            history.Select(entry => entry.Kind));
        Assert.Equal("append", history[2].Name);
        Assert.Equal("\"-a.b.c.\"", history[^1].Payload);
        Assert.Empty(engine.Engine.ReadHistory("nobody"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failed_activity_throws_with_the_details_of_its_failure(bool replayAlways)
    {
        var catalog = new TestCatalog()
            .Orchestrator("catches", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("breaks");
                }
                catch (TaskFailedException failure)
                {
                    return $"{failure.TaskName} {failure.FailureDetails.ErrorMessage} {failure.FailureDetails.IsCausedBy<ArgumentException>()}";
                }
            })
            .Activity<string, string>("breaks", string (_) => throw new ArgumentException("no"));
        await using var engine = await TestEngine.StartAsync(catalog, replayAlways);

        Assert.Equal("breaks no True", (await engine.RunAsync("catches")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_orchestrator_that_throws_fails_its_instance()
    {
        var catalog = new TestCatalog().Orchestrator("fails", Task<int> (_) => throw new InvalidOperationException("broken"));
        await using var engine = await TestEngine.StartAsync(catalog);

        var end = await engine.RunAsync("fails");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Equal("broken", end.FailureDetails!.ErrorMessage);
        Assert.True(end.FailureDetails.IsCausedBy<InvalidOperationException>());
    }

    [Theory]
    [InlineData("no-orchestrator", "orchestrator function named 'no-orchestrator'")]
    [InlineData("calls-nothing", "activity function named 'nothing'")]
    public async Task A_function_that_is_not_there_fails_what_needs_it(string name, string expected)
    {
        var catalog = new TestCatalog().Orchestrator("calls-nothing", context => context.CallActivityAsync<string>("nothing"));
        await using var engine = await TestEngine.StartAsync(catalog);

        var end = await engine.RunAsync(name);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains(expected, (end.FailureDetails!.InnerFailure ?? end.FailureDetails).ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fan_out_of_1000_joins_and_its_history_grows_linearly(bool replayAlways)
    {
        var catalog = new TestCatalog()
            .Orchestrator("fan", async context =>
            {
                var all = Enumerable.Range(0, context.GetInput<int>()).Select(number => context.CallActivityAsync<int>("same", number));
                return (await Task.WhenAll(all)).Sum();
            })
            .Activity<int, int>("same", number => number);
        await using var engine = await TestEngine.StartAsync(catalog, replayAlways);
        var count = replayAlways ? 100 : 1000;

        var id = await engine.StartInstanceAsync("fan", count);
        var end = await engine.EndOfAsync(id);

        Assert.Equal(count * (count - 1) / 2, end.ReadOutputAs<int>());
        var core = engine.Engine.Core;
        var row = core.Store.Reads.Read(reader => reader.Find(id))!.Row;
        var bytes = core.Store.Reads.Read(reader => reader.History(row)).Sum(step => step.Events.Length);
        Assert.InRange(bytes, count * 10, count * 60);
    }
}
