using Microsoft.DurableTask.Client;

namespace Embedded.Tests.Engine;

public class CrashTests
{
    public static TheoryData<string, int, bool> Points()
    {
        var data = new TheoryData<string, int, bool>();
        foreach (var point in new[] { "before-commit", "after-commit", "before-dispatch", "after-dispatch" })
        {
            for (var occurrence = 1; occurrence <= 4; occurrence++)
            {
                data.Add(point, occurrence, false);
                data.Add(point, occurrence, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_chain_survives_a_crash_at_any_point_and_takes_each_result_once(string point, int occurrence, bool replayAlways)
    {
        using var crash = new Crash(point, occurrence);
        var first = await TestEngine.StartAsync(ChainTests.Chain(), replayAlways, options => options.FaultPoint = crash.Pass);
        await using var owner = first;
        crash.Arm(first);

        var start = first.StartInstanceAsync("chain", "-", "one");
        await crash.Happened;
        await first.KillAsync();
        var isAcknowledged = start.IsCompletedSuccessfully;

        await using var second = await first.ReopenAsync();
        if (await second.Client.GetInstanceAsync("one") is null)
        {
            Assert.False(isAcknowledged);
            await second.StartInstanceAsync("chain", "-", "one");
        }

        Assert.Equal("-a.b.c.", (await second.EndOfAsync("one")).ReadOutputAs<string>());
        var steps = second.Engine.Core.Store.Reads.Read(reader => reader.History(reader.Find("one")!.Row));
        var results = steps.SelectMany(step => Work.Embedded.Engine.History.HistoryCodec.Read(step.Events))
            .OfType<Work.Embedded.Engine.History.TaskCompleted>().Select(completed => completed.Id);
        Assert.Equal([1, 2, 3], results);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_activity_that_ran_at_a_crash_is_delivered_again_and_told_how_often(bool replayAlways)
    {
        var isBlocked = true;
        var running = new SemaphoreSlim(0);
        var catalog = new TestCatalog()
            .Orchestrator("one", context => context.CallActivityAsync<string>("work"))
            .Activity<string, string>("work", async (_, _) =>
            {
                running.Release();
                await (isBlocked ? new TaskCompletionSource().Task : Task.CompletedTask);
                return "done";
            });
        var first = await TestEngine.StartAsync(catalog, replayAlways);
        await using var owner = first;
        var id = await first.StartInstanceAsync("one");
        await running.WaitAsync(TestEngine.Patience());
        await first.KillAsync();
        var second = await first.ReopenAsync();
        await running.WaitAsync(TestEngine.Patience());
        await second.KillAsync();
        isBlocked = false;

        await using var third = await second.ReopenAsync();

        Assert.Equal("done", (await third.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal([0, 1, 2], catalog.Deliveries.Select(delivery => delivery.Redeliveries));
        Assert.Equal([1, 1, 1], catalog.Deliveries.Select(delivery => delivery.TaskId));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_activity_that_ended_only_because_of_a_stop_has_not_failed(bool replayAlways)
    {
        var running = new SemaphoreSlim(0);
        var isFirst = true;
        var catalog = new TestCatalog()
            .Orchestrator("one", context => context.CallActivityAsync<string>("work"))
            .Activity<string, string>("work", async (_, stop) =>
            {
                if (isFirst)
                {
                    isFirst = false;
                    running.Release();
                    await Task.Delay(Timeout.Infinite, stop);
                }

                return "done";
            });
        var first = await TestEngine.StartAsync(catalog, replayAlways);
        await using var owner = first;
        var id = await first.StartInstanceAsync("one");
        await running.WaitAsync(TestEngine.Patience());
        await first.Engine.StopAsync(CancellationToken.None);

        await using var second = await first.ReopenAsync();

        Assert.Equal("done", (await second.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal([0, 1], catalog.Deliveries.Select(delivery => delivery.Redeliveries));
    }

    [Fact]
    public async Task An_activity_that_a_stop_kept_from_beginning_is_delivered_for_the_first_time_after_it()
    {
        var running = new SemaphoreSlim(0);
        var catalog = new TestCatalog()
            .Orchestrator("one", context => context.CallActivityAsync<string>("work"))
            .Activity<string, string>("work", async (_, stop) =>
            {
                running.Release();
                var stopped = new TaskCompletionSource();
                await using var registration = stop.Register(() => stopped.TrySetResult());
                await (running.CurrentCount > 1 ? Task.CompletedTask : stopped.Task);
                return "done";
            });
        var first = await TestEngine.StartAsync(catalog, configure: options => options.MaxConcurrentActivities = 1);
        await using var owner = first;
        string[] ids = [await first.StartInstanceAsync("one"), await first.StartInstanceAsync("one")];
        await running.WaitAsync(TestEngine.Patience());
        running.Release(2);
        await first.Engine.StopAsync(CancellationToken.None);
        Assert.Single(catalog.Deliveries);

        await using var second = await first.ReopenAsync();

        foreach (var id in ids)
        {
            Assert.Equal("done", (await second.EndOfAsync(id)).ReadOutputAs<string>());
        }

        Assert.Equal([0, 0], catalog.Deliveries.Select(delivery => delivery.Redeliveries));
    }

    [Fact]
    public async Task A_stopped_engine_takes_no_more_requests()
    {
        await using var engine = await TestEngine.StartAsync(ChainTests.Chain());
        await engine.Engine.StopAsync(CancellationToken.None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.StartInstanceAsync("chain", "-"));
    }

    [Fact]
    public async Task All_that_was_acknowledged_before_a_crash_ends_after_it()
    {
        using var crash = new Crash("after-commit", 60);
        var first = await TestEngine.StartAsync(ChainTests.Chain(), configure: options => options.FaultPoint = crash.Pass);
        await using var owner = first;
        crash.Arm(first);
        var acknowledged = new List<string>();
        while (!crash.Happened.IsCompleted)
        {
            var start = first.StartInstanceAsync("chain", "-");

            // A start that meets the dying engine is refused, which is no acknowledgement.
            if (await Task.WhenAny(start, crash.Happened) == start && start.IsCompletedSuccessfully)
            {
                acknowledged.Add(await start);
            }
        }

        await first.KillAsync();

        await using var second = await first.ReopenAsync();
        foreach (var id in acknowledged)
        {
            Assert.Equal(OrchestrationRuntimeStatus.Completed, (await second.EndOfAsync(id)).RuntimeStatus);
        }

        Assert.NotEmpty(acknowledged);
    }
}
