using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace Embedded.Tests.Engine;

/// <summary>As in Durable Task, an execution whose code has returned ends once no activity, sub-orchestration or timer of it is open.</summary>
public sealed class OpenCallTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public static TheoryData<string, bool> Ends => new()
    {
        { "returns", false },
        { "returns", true },
        { "throws", false },
        { "throws", true },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task An_instance_runs_until_its_last_activity_has_ended(string way, bool replayAlways)
    {
        var work = new Held();
        await using var engine = await TestEngine.StartAsync(Catalog(context => context.CallActivityAsync("work"), work), replayAlways);
        var id = await engine.StartInstanceAsync(way);
        await work.Begun;
        Assert.Equal((OrchestrationRuntimeStatus.Running, "\"shown\""), await ShownAsync(engine, id));

        work.Release();
        await AssertEndedAsync(engine, id, way);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task An_instance_runs_until_its_last_child_has_ended(string way, bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(context => context.CallSubOrchestratorAsync("child", options: new SubOrchestrationOptions(instanceId: "child"))), replayAlways);
        var id = await engine.StartInstanceAsync(way);
        await engine.IdleAsync();
        Assert.Equal((OrchestrationRuntimeStatus.Running, "\"shown\""), await ShownAsync(engine, id));

        await engine.Client.RaiseEventAsync("child", "go");
        await AssertEndedAsync(engine, id, way);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task An_instance_runs_until_its_last_timer_has_fired(string way, bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(context => context.CreateTimer(Hour, CancellationToken.None)), replayAlways);
        var id = await engine.StartInstanceAsync(way);
        await engine.AdvanceAsync(Hour / 2);
        Assert.Equal((OrchestrationRuntimeStatus.Running, "\"shown\""), await ShownAsync(engine, id));

        await engine.AdvanceAsync(Hour);
        await AssertEndedAsync(engine, id, way);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Waits_for_events_calls_of_entities_and_cancelled_timers_keep_nothing_open(bool replayAlways)
    {
        var catalog = Catalog(context =>
        {
            using var cancelled = new CancellationTokenSource();
            _ = context.CreateTimer(Hour, cancelled.Token);
            cancelled.Cancel();
            _ = context.WaitForExternalEvent<string>("never");
            return context.Entities.CallEntityAsync(new EntityInstanceId("slow", "one"), "ask");
        });
        catalog.Entity("slow", operation => throw new InvalidOperationException());
        await using var engine = await TestEngine.StartAsync(catalog, replayAlways);
        await AssertEndedAsync(engine, await engine.StartInstanceAsync("returns"), "returns");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_execution_that_continues_as_new_does_so_after_its_last_activity_and_loses_no_event(bool replayAlways)
    {
        var work = new Held();
        var catalog = new TestCatalog()
            .Orchestrator("loop", async context =>
            {
                if (context.GetInput<int>() == 1)
                {
                    return await context.WaitForExternalEvent<string>("go");
                }

                _ = context.CallActivityAsync("work");
                context.ContinueAsNew(1);
                await Task.CompletedTask;
                return "";
            })
            .Activity<object, int>("work", work.RunAsync);
        await using var engine = await TestEngine.StartAsync(catalog, replayAlways);
        var id = await engine.StartInstanceAsync("loop", 0);
        await work.Begun;
        await engine.Client.RaiseEventAsync(id, "go", "came");
        work.Release();
        Assert.Equal("came", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_runs_on_after_the_code_has_returned_may_still_ask_and_a_crash_changes_nothing(bool replayAlways)
    {
        var work = new Held();
        var catalog = Catalog(async context =>
        {
            string asked = await context.WaitForExternalEvent<string>("ask");
            context.SendEvent(asked, "go", "told");
            await context.CallActivityAsync("work");
        }, work);
        var first = await TestEngine.StartAsync(catalog, replayAlways);
        await using var owner = first;
        await first.StartInstanceAsync("child", id: "asker");
        var id = await first.StartInstanceAsync("holds");
        await work.Begun;
        await first.KillAsync();

        await using var second = await first.ReopenAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await second.ReadAsync(id)).RuntimeStatus);
        await second.Client.RaiseEventAsync(id, "ask", "asker");
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await second.EndOfAsync("asker")).RuntimeStatus);
        work.Release();
        Assert.Equal("done", (await second.EndOfAsync(id)).ReadOutputAs<string>());
    }

    private static TestCatalog Catalog(Func<TaskOrchestrationContext, Task> call, Held? work = null)
    {
        var catalog = new TestCatalog()
            .Orchestrator("returns", context => LeaveOpenAsync(context, call, "done"))
            .Orchestrator("throws", context => LeaveOpenAsync(context, call, null))
            .Orchestrator("holds", context =>
            {
                _ = context.CallActivityAsync("work");
                return LeaveOpenAsync(context, call, "done");
            })
            .Orchestrator("child", async context =>
            {
                await context.WaitForExternalEvent<object>("go");
                return "";
            });
        return work is null ? catalog : catalog.Activity<object, int>("work", work.RunAsync);
    }

    private static async Task<string> LeaveOpenAsync(TaskOrchestrationContext context, Func<TaskOrchestrationContext, Task> call, string? output)
    {
        _ = call(context);
        context.SetCustomStatus("shown");
        await Task.CompletedTask;
        return output ?? throw new InvalidOperationException("It threw.");
    }

    private static async Task<(OrchestrationRuntimeStatus Status, string? CustomStatus)> ShownAsync(TestEngine engine, string id)
    {
        var found = await engine.ReadAsync(id);
        return (found.RuntimeStatus, found.SerializedCustomStatus);
    }

    private static async Task AssertEndedAsync(TestEngine engine, string id, string way)
    {
        var end = await engine.EndOfAsync(id);
        Assert.Equal(
            way == "returns" ? (OrchestrationRuntimeStatus.Completed, "done", null) : (OrchestrationRuntimeStatus.Failed, null, "It threw."),
            (end.RuntimeStatus, end.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? end.ReadOutputAs<string>() : null, end.FailureDetails?.ErrorMessage));
    }

    /// <summary>An activity that the test lets go.</summary>
    private sealed class Held
    {
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => begun.Task.WaitAsync(TestEngine.Patience());

        public void Release() => release.TrySetResult();

        public async Task<int> RunAsync(object input, CancellationToken stop)
        {
            begun.TrySetResult();
            await release.Task.WaitAsync(stop);
            return 0;
        }
    }
}
