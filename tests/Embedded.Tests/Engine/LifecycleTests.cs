using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Embedded.Tests.Engine;

public class LifecycleTests
{
    private static TestCatalog Catalog() => new TestCatalog()
        .Orchestrator("wait", async context => context.GetInput<string>() + await context.WaitForExternalEvent<string>("go"))
        .Orchestrator("parent", context => context.CallSubOrchestratorAsync<string>("wait", "child ", new SubOrchestrationOptions(instanceId: "child")))
        .Orchestrator("quick", context => Task.FromResult(context.GetInput<string>()))
        .Orchestrator("breaks", Task<string> (_) => throw new InvalidOperationException());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_suspended_instance_keeps_its_events_until_it_is_resumed(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("wait", "got ");

        await engine.Client.SuspendInstanceAsync(id, "pause");
        await engine.Client.RaiseEventAsync(id, "go", "it");
        await engine.IdleAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await engine.ReadAsync(id)).RuntimeStatus);
        await engine.Client.ResumeInstanceAsync(id, "on");

        Assert.Equal("got it", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_suspension_survives_a_crash(bool replayAlways)
    {
        var first = await TestEngine.StartAsync(Catalog(), replayAlways);
        await using var owner = first;
        var id = await first.StartInstanceAsync("wait", "got ");
        await first.Client.SuspendInstanceAsync(id);
        await first.Client.RaiseEventAsync(id, "go", "it");
        await first.KillAsync();

        await using var second = await first.ReopenAsync();
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await second.ReadAsync(id)).RuntimeStatus);
        await second.Client.ResumeInstanceAsync(id);

        Assert.Equal("got it", (await second.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_terminated_instance_has_ended_with_the_output_given(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("wait", "x");

        await engine.Client.TerminateInstanceAsync(id, "over");
        await engine.Client.RaiseEventAsync(id, "go", "late");

        var end = await engine.EndOfAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Equal("over", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Results_of_activities_of_a_terminated_instance_are_dropped()
    {
        var release = new TaskCompletionSource();
        var running = new SemaphoreSlim(0);
        var catalog = new TestCatalog()
            .Orchestrator("one", context => context.CallActivityAsync<string>("work"))
            .Activity<string, string>("work", async (_, _) =>
            {
                running.Release();
                await release.Task;
                return "late";
            });
        await using var engine = await TestEngine.StartAsync(catalog);
        var id = await engine.StartInstanceAsync("one");
        await running.WaitAsync(TestEngine.Patience());
        await engine.Client.TerminateInstanceAsync(id);

        release.SetResult();
        await engine.IdleAsync();

        var end = await engine.ReadAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, end.RuntimeStatus);
        Assert.Null(end.SerializedOutput);
        Assert.Equal(0, engine.Engine.Statistics.InMemoryInstances);
    }

    [Theory]
    [InlineData(true, OrchestrationRuntimeStatus.Terminated)]
    [InlineData(false, OrchestrationRuntimeStatus.Running)]
    public async Task Terminate_reaches_sub_orchestrations_only_if_it_is_recursive(bool recursive, OrchestrationRuntimeStatus child)
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        var id = await engine.StartInstanceAsync("parent");
        await engine.IdleAsync();

        await engine.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions(Recursive: recursive));
        await engine.IdleAsync();

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await engine.ReadAsync(id)).RuntimeStatus);
        Assert.Equal(child, (await engine.ReadAsync("child")).RuntimeStatus);
    }

    [Fact]
    public async Task Only_ended_instances_are_purged()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        var running = await engine.StartInstanceAsync("wait");
        var ended = (await engine.RunAsync("quick", "x")).InstanceId;

        Assert.Equal(1, (await engine.Client.PurgeInstanceAsync(ended)).PurgedInstanceCount);
        Assert.Equal(0, (await engine.Client.PurgeInstanceAsync(ended)).PurgedInstanceCount);
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Client.PurgeInstanceAsync(running));

        Assert.Null(await engine.Client.GetInstanceAsync(ended));
        Assert.NotNull(await engine.Client.GetInstanceAsync(running));
    }

    [Fact]
    public async Task A_recursive_purge_takes_sub_orchestrations_with_it()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        var id = await engine.StartInstanceAsync("parent");
        await engine.Client.RaiseEventAsync("child", "go", "x");
        await engine.EndOfAsync(id);

        Assert.Equal(2, (await engine.Client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true))).PurgedInstanceCount);

        Assert.Null(await engine.Client.GetInstanceAsync("child"));
    }

    [Fact]
    public async Task A_filter_purges_ended_instances_of_its_statuses_and_times_and_no_others()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        var old = (await engine.RunAsync("quick")).InstanceId;
        var broken = (await engine.RunAsync("breaks")).InstanceId;
        await engine.AdvanceAsync(TimeSpan.FromDays(1));
        var recent = (await engine.RunAsync("quick")).InstanceId;
        var running = await engine.StartInstanceAsync("wait");

        var filter = new PurgeInstancesFilter(CreatedTo: engine.Clock.GetUtcNow().AddHours(-1), Statuses: [OrchestrationRuntimeStatus.Completed]);
        Assert.Equal(1, (await engine.Client.PurgeAllInstancesAsync(filter)).PurgedInstanceCount);
        Assert.Null(await engine.Client.GetInstanceAsync(old));
        Assert.Equal(2, (await engine.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter())).PurgedInstanceCount);

        Assert.Null(await engine.Client.GetInstanceAsync(broken));
        Assert.Null(await engine.Client.GetInstanceAsync(recent));
        Assert.NotNull(await engine.Client.GetInstanceAsync(running));
    }

    [Fact]
    public async Task A_restart_runs_the_same_input_again_under_the_same_or_a_new_id()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        var id = (await engine.RunAsync("quick", "x")).InstanceId;

        Assert.Equal(id, await engine.Client.RestartAsync(id));
        var other = await engine.Client.RestartAsync(id, restartWithNewInstanceId: true);

        Assert.NotEqual(id, other);
        Assert.Equal("x", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal("x", (await engine.EndOfAsync(other)).ReadOutputAs<string>());
        var running = await engine.StartInstanceAsync("wait");
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.Client.RestartAsync(running));
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.RestartAsync("nobody"));
    }

    [Fact]
    public async Task Without_dedupe_statuses_an_id_in_use_is_refused_and_an_ended_one_is_used_again()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        await engine.StartInstanceAsync("wait", "a", "one");

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => engine.StartInstanceAsync("wait", "b", "one"));
        await engine.Client.RaiseEventAsync("one", "go", "!");
        Assert.Equal("a!", (await engine.EndOfAsync("one")).ReadOutputAs<string>());
        await engine.StartInstanceAsync("quick", "c", "one");

        Assert.Equal("c", (await engine.EndOfAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Dedupe_statuses_forbid_what_they_list_and_nothing_else()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        await engine.StartInstanceAsync("quick", "a", "one");
        await engine.EndOfAsync("one");

        var options = new StartOrchestrationOptions("one") { DedupeStatuses = ["Completed"] };
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => engine.Client.ScheduleNewOrchestrationInstanceAsync("quick", "b", options));
        options = new StartOrchestrationOptions("one") { DedupeStatuses = [] };
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("wait", "c", options);
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("quick", "d", options);

        Assert.Equal("d", (await engine.EndOfAsync("one")).ReadOutputAs<string>());
        options = new StartOrchestrationOptions("one") { DedupeStatuses = ["Terminated"] };
        await Assert.ThrowsAsync<ArgumentException>(() => engine.Client.ScheduleNewOrchestrationInstanceAsync("quick", "e", options));
    }

    [Fact]
    public async Task An_activity_of_a_displaced_run_does_not_reach_the_new_run_of_the_id()
    {
        var gate = new SemaphoreSlim(0);
        var catalog = new TestCatalog()
            .Orchestrator("one", context => context.CallActivityAsync<string>("work", context.GetInput<string>()))
            .Activity<string, string>("work", async (input, _) =>
            {
                await (input == "old" ? gate.WaitAsync(TestEngine.Patience()) : Task.CompletedTask);
                return input;
            });
        await using var engine = await TestEngine.StartAsync(catalog);
        await engine.StartInstanceAsync("one", "old", "one");
        var options = new StartOrchestrationOptions("one") { DedupeStatuses = [] };

        await engine.Client.ScheduleNewOrchestrationInstanceAsync("one", "new", options);
        Assert.Equal("new", (await engine.EndOfAsync("one")).ReadOutputAs<string>());
        gate.Release();
        await engine.IdleAsync();

        Assert.Equal("new", (await engine.ReadAsync("one")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_wait_for_the_start_ends_when_the_instance_runs()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        var id = await engine.StartInstanceAsync("wait", startAt: engine.Clock.GetUtcNow().AddHours(1));
        var start = engine.Client.WaitForInstanceStartAsync(id, TestEngine.Patience());
        await engine.IdleAsync();
        Assert.False(start.IsCompleted);

        await engine.AdvanceAsync(TimeSpan.FromHours(1));

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await start).RuntimeStatus);
    }
}
