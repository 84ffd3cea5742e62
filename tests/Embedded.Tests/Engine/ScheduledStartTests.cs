using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Embedded.Tests.Engine;

public class ScheduledStartTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static TestCatalog Catalog() => new TestCatalog()
        .Orchestrator("echo", context => context.CallActivityAsync<string>("echo", context.GetInput<string>()))
        .Activity<string, string>("echo", text => text);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_is_pending_until_its_time(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("echo", "x", startAt: engine.Clock.GetUtcNow() + Hour);

        await engine.AdvanceAsync(Hour - TimeSpan.FromSeconds(1));
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await engine.ReadAsync(id)).RuntimeStatus);
        await engine.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal("x", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Those_of_5000_stay_on_disk_also_across_a_restart()
    {
        var first = await TestEngine.StartAsync(Catalog());
        await using var owner = first;
        var at = first.Clock.GetUtcNow() + TimeSpan.FromDays(2);
        await Task.WhenAll(Enumerable.Range(0, 5000).Select(_ => first.StartInstanceAsync("echo", "x", startAt: at)));
        await first.IdleAsync();
        Assert.Equal(0, first.Engine.Statistics.InMemoryInstances);
        await first.KillAsync();

        await using var second = await first.ReopenAsync();
        await second.IdleAsync();
        Assert.Equal(0, second.Engine.Statistics.InMemoryInstances);

        await second.AdvanceAsync(TimeSpan.FromDays(2));
        await second.IdleAsync();
        Assert.Equal(5000, second.Catalog.Deliveries.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Starting_the_id_again_replaces_a_pending_start_when_pending_does_not_forbid_it(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        await engine.StartInstanceAsync("echo", "old", "one", engine.Clock.GetUtcNow() + Hour);

        var options = new StartOrchestrationOptions("one", engine.Clock.GetUtcNow() + (2 * Hour)) { DedupeStatuses = ["Running"] };
        await engine.Client.ScheduleNewOrchestrationInstanceAsync("echo", "new", options);
        await engine.AdvanceAsync(3 * Hour);

        Assert.Equal("new", (await engine.EndOfAsync("one")).ReadOutputAs<string>());
        Assert.Equal("\"new\"", Assert.Single(engine.Catalog.Deliveries).SerializedInput);
    }

    [Fact]
    public async Task A_suspended_one_starts_when_it_is_resumed_after_its_time()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        var id = await engine.StartInstanceAsync("echo", "x", startAt: engine.Clock.GetUtcNow() + Hour);
        await engine.Client.SuspendInstanceAsync(id);
        await engine.AdvanceAsync(2 * Hour);
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await engine.ReadAsync(id)).RuntimeStatus);
        Assert.Empty(engine.Catalog.Deliveries);

        await engine.Client.ResumeInstanceAsync(id);

        Assert.Equal("x", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task One_resumed_before_its_time_still_waits_for_it()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        var id = await engine.StartInstanceAsync("echo", "x", startAt: engine.Clock.GetUtcNow() + Hour);
        await engine.Client.SuspendInstanceAsync(id);
        await engine.Client.ResumeInstanceAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await engine.ReadAsync(id)).RuntimeStatus);

        await engine.AdvanceAsync(Hour);

        Assert.Equal("x", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
    }
}
