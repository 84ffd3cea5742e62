using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Work.Embedded.Engine.History;

namespace Embedded.Tests.Engine;

public class CompositionTests
{
    private static int attempts;

    private static TestCatalog Catalog() => new TestCatalog()
        .Orchestrator("parent", async context => "parent of " + await context.CallSubOrchestratorAsync<string>("child", "x"))
        .Orchestrator("child", async context =>
            $"{context.Parent!.Name.Name}'s {await context.CallActivityAsync<string>("echo", context.GetInput<string>())}")
        .Orchestrator("catches", async context =>
        {
            try
            {
                await context.CallSubOrchestratorAsync("breaks");
                return "no";
            }
            catch (TaskFailedException failure)
            {
                return failure.FailureDetails.ErrorMessage;
            }
        })
        .Orchestrator("breaks", Task<string> (_) => throw new InvalidOperationException("child broke"))
        .Orchestrator("clash", context => context.CallSubOrchestratorAsync<string>("child", "x", new SubOrchestrationOptions(instanceId: "taken")))
        .Orchestrator("idle", context => context.WaitForExternalEvent<string>("go"))
        .Orchestrator("retry", async context =>
        {
            var begun = context.CurrentUtcDateTime;
            var policy = new RetryPolicy(4, TimeSpan.FromSeconds(10), 2, TimeSpan.FromSeconds(15)) { HandleFailure = failure => !failure.ErrorMessage.StartsWith("fatal", StringComparison.Ordinal) };
            var result = await context.CallActivityAsync<int>("flaky", context.GetInput<int>(), TaskOptions.FromRetryPolicy(policy));
            return $"{result} after {(context.CurrentUtcDateTime - begun).TotalSeconds}";
        })
        .Orchestrator("handler", async context =>
        {
            var options = TaskOptions.FromRetryHandler(retry => retry.LastAttemptNumber < 3);
            return await context.CallActivityAsync<int>("flaky", context.GetInput<int>(), options);
        })
        .Orchestrator("count", async context =>
        {
            var number = context.GetInput<int>();
            if (number < 25)
            {
                context.ContinueAsNew(number + 1);
                return 0;
            }

            await context.CallActivityAsync<string>("echo", "x");
            return number;
        })
        .Orchestrator("collect", async context =>
        {
            var sum = context.GetInput<int>() + await context.WaitForExternalEvent<int>("add");
            if (sum >= 100)
            {
                return sum;
            }

            context.SetCustomStatus(sum);
            context.ContinueAsNew(sum);
            return 0;
        })
        .Activity<string, string>("echo", text => text)
        .Activity<int, int>("flaky", failures => ++attempts > failures ? attempts : throw new InvalidOperationException(failures == 99 ? "fatal" : "flaky"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sub_orchestration_returns_its_output_to_its_parent(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);

        Assert.Equal("parent of parent's x", (await engine.RunAsync("parent")).ReadOutputAs<string>());
        Assert.Equal("child broke", (await engine.RunAsync("catches")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_sub_orchestration_whose_id_is_in_use_fails_its_call()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        await engine.StartInstanceAsync("idle", id: "taken");

        var end = await engine.RunAsync("clash");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, end.RuntimeStatus);
        Assert.Contains("already exists", end.FailureDetails!.InnerFailure!.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("after-commit", 1)]
    [InlineData("after-commit", 2)]
    [InlineData("after-commit", 3)]
    [InlineData("before-dispatch", 1)]
    [InlineData("before-dispatch", 2)]
    [InlineData("before-dispatch", 3)]
    [InlineData("before-commit", 2)]
    [InlineData("before-commit", 3)]
    [InlineData("before-commit", 4)]
    public async Task Parent_and_child_survive_a_crash_between_their_steps(string point, int occurrence)
    {
        using var crash = new Crash(point, occurrence);
        var first = await TestEngine.StartAsync(Catalog(), configure: options => options.FaultPoint = crash.Pass);
        await using var owner = first;
        crash.Arm(first);
        _ = first.StartInstanceAsync("parent", id: "one");
        await crash.Happened;
        await first.KillAsync();

        await using var second = await first.ReopenAsync();

        Assert.Equal("parent of parent's x", (await second.EndOfAsync("one")).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_retry_policy_waits_longer_each_time_up_to_its_most(bool replayAlways)
    {
        attempts = 0;
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("retry", 3);

        await engine.AdvanceAsync(TimeSpan.FromSeconds(10 + 15 + 15));

        Assert.Equal("4 after 40", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(9, 4)]
    [InlineData(99, 1)]
    public async Task Retries_end_with_the_attempts_or_when_the_failure_is_not_handled(int failures, int expected)
    {
        attempts = 0;
        await using var engine = await TestEngine.StartAsync(Catalog());
        var id = await engine.StartInstanceAsync("retry", failures);

        await engine.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await engine.EndOfAsync(id)).RuntimeStatus);
        Assert.Equal(expected, attempts);
    }

    [Theory]
    [InlineData(2, OrchestrationRuntimeStatus.Completed)]
    [InlineData(3, OrchestrationRuntimeStatus.Failed)]
    public async Task A_retry_handler_decides_from_the_attempts_made(int failures, OrchestrationRuntimeStatus expected)
    {
        attempts = 0;
        await using var engine = await TestEngine.StartAsync(Catalog());

        Assert.Equal(expected, (await engine.RunAsync("handler", failures)).RuntimeStatus);
        Assert.Equal(3, attempts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Continue_as_new_begins_with_its_input_and_an_empty_history(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("count", 0);

        Assert.Equal(25, (await engine.EndOfAsync(id)).ReadOutputAs<int>());
        var steps = engine.Engine.Core.Store.Reads.Read(reader => reader.History(reader.Find(id)!.Row));
        Assert.Equal(2, steps.SelectMany(step => HistoryCodec.Read(step.Events)).OfType<StepStarted>().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Continue_as_new_keeps_the_events_that_nobody_has_taken(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("collect", 0);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => engine.Client.RaiseEventAsync(id, "add", 1)));

        var end = await engine.EndOfAsync(id);
        Assert.Equal(100, end.ReadOutputAs<int>());
        Assert.Equal(99, end.ReadCustomStatusAs<int>());
    }

    [Fact]
    public async Task A_crash_in_a_long_run_of_continue_as_new_loses_nothing()
    {
        using var crash = new Crash("after-commit", 2);
        var first = await TestEngine.StartAsync(Catalog(), configure: options => options.FaultPoint = crash.Pass);
        await using var owner = first;
        crash.Arm(first);
        _ = first.StartInstanceAsync("count", 0, "one");
        await crash.Happened;
        await first.KillAsync();

        await using var second = await first.ReopenAsync();

        Assert.Equal(25, (await second.EndOfAsync("one")).ReadOutputAs<int>());
    }
}
