using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Embedded.Tests.Engine;

public class TimerTests
{
    private static TestCatalog Catalog() => new TestCatalog()
        .Orchestrator("sleep", async context =>
        {
            var begun = context.CurrentUtcDateTime;
            await context.CreateTimer(TimeSpan.FromSeconds(context.GetInput<double>()), CancellationToken.None);
            return context.CurrentUtcDateTime - begun;
        })
        .Orchestrator("race", async context =>
        {
            using var stop = new CancellationTokenSource();
            var timer = context.CreateTimer(TimeSpan.FromHours(5), stop.Token);
            var work = context.WaitForExternalEvent<string>("go");
            await Task.WhenAny(timer, work);
            stop.Cancel();
            await context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
            return timer.IsCanceled;
        })
        .Orchestrator("order", async context =>
        {
            var order = new List<int>();
            var timers = new[] { 3, 1, 2 }.Select(async minutes =>
            {
                await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                order.Add(minutes);
            });
            await Task.WhenAll(timers);
            return order;
        })
        .Orchestrator("forever", async context =>
        {
            await context.CreateTimer(TimeSpan.MaxValue, CancellationToken.None);
            return 0;
        });

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    [InlineData(false, 30)]
    [InlineData(true, 30)]
    [InlineData(false, 86_400 * 365 * 10.0)]
    public async Task A_timer_fires_at_its_time_and_not_before(bool replayAlways, double seconds)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("sleep", seconds);
        var length = TimeSpan.FromSeconds(seconds);
        if (seconds > 0)
        {
            await engine.AdvanceAsync(length - TimeSpan.FromMilliseconds(1));
            Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.ReadAsync(id)).RuntimeStatus);
            await engine.AdvanceAsync(TimeSpan.FromMilliseconds(1));
        }

        Assert.Equal(length, (await engine.EndOfAsync(id)).ReadOutputAs<TimeSpan>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_cancelled_timer_does_not_hold_its_instance(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("race");
        await engine.Client.RaiseEventAsync(id, "go", "x");

        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.True((await engine.EndOfAsync(id)).ReadOutputAs<bool>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Timers_fire_in_the_order_of_their_times(bool replayAlways)
    {
        await using var engine = await TestEngine.StartAsync(Catalog(), replayAlways);
        var id = await engine.StartInstanceAsync("order");

        await engine.AdvanceAsync(TimeSpan.FromMinutes(10));

        Assert.Equal("[1,2,3]", (await engine.EndOfAsync(id)).SerializedOutput);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_timer_survives_a_crash_even_if_it_became_due_meanwhile(bool replayAlways)
    {
        var first = await TestEngine.StartAsync(Catalog(), replayAlways);
        await using var owner = first;
        var id = await first.StartInstanceAsync("sleep", 60);
        await first.KillAsync();
        first.Clock.Set(first.Clock.GetUtcNow() + TimeSpan.FromHours(1));

        await using var second = await first.ReopenAsync();

        Assert.Equal(TimeSpan.FromHours(1), (await second.EndOfAsync(id)).ReadOutputAs<TimeSpan>());
    }

    [Fact]
    public async Task A_clock_that_goes_back_loses_no_timer()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        await engine.AdvanceAsync(TimeSpan.FromDays(1));
        engine.Clock.Set(engine.Clock.GetUtcNow() - TimeSpan.FromHours(12));
        var id = await engine.StartInstanceAsync("sleep", 60);

        await engine.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await engine.EndOfAsync(id)).RuntimeStatus);
    }

    [Fact]
    public async Task A_timer_beyond_all_time_just_waits()
    {
        await using var engine = await TestEngine.StartAsync(Catalog());
        var id = await engine.StartInstanceAsync("forever");

        await engine.AdvanceAsync(TimeSpan.FromDays(1000));

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await engine.ReadAsync(id)).RuntimeStatus);
    }
}
