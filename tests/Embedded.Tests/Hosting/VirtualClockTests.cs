using Work.Embedded.Engine;
using Work.Embedded.Hosting;

namespace Embedded.Tests.Hosting;

public sealed class VirtualClockTests : IDisposable
{
    private static readonly DateTimeOffset Start = SampleHost.Start;
    private readonly BusyCount busy = new();
    private readonly VirtualClock clock;

    public VirtualClockTests()
    {
        clock = new VirtualClock(Start, busy);
    }

    public void Dispose() => clock.Dispose();

    [Fact]
    public async Task Timers_fire_in_the_order_of_their_instants_and_see_their_own_instant()
    {
        List<(string Name, TimeSpan At)> fired = [];
        Arm("late", 30, fired);
        Arm("early", 10, fired);
        Arm("early too", 10, fired);

        Assert.Equal(Start.AddSeconds(60), await clock.AdvanceToAsync(Start.AddSeconds(60)));
        Assert.Equal([("early", Seconds(10)), ("early too", Seconds(10)), ("late", Seconds(30))], fired);
    }

    [Fact]
    public async Task Time_waits_until_what_a_timer_set_off_is_done()
    {
        List<TimeSpan> ends = [];
        using var timer = clock.CreateTimer(
            _ =>
            {
                busy.Enter();
                ThreadPool.QueueUserWorkItem(async _ =>
                {
                    await Task.Yield();
                    ends.Add(clock.GetUtcNow() - Start);
                    busy.Exit();
                });
            },
            null,
            Seconds(1),
            Seconds(1));

        await clock.AdvanceToAsync(Start.AddSeconds(5));
        Assert.Equal([Seconds(1), Seconds(2), Seconds(3), Seconds(4), Seconds(5)], ends);
    }

    [Fact]
    public async Task A_timer_that_was_changed_or_disposed_does_not_fire_at_its_old_time()
    {
        List<(string Name, TimeSpan At)> fired = [];
        Arm("disposed", 10, fired).Dispose();
        Arm("changed", 10, fired).Change(Seconds(20), Timeout.InfiniteTimeSpan);
        Assert.Equal(Start.AddSeconds(20), clock.NextDueAt);

        await clock.AdvanceToAsync(Start.AddSeconds(30));
        Assert.Equal([("changed", Seconds(20))], fired);
    }

    [Fact]
    public async Task Tokens_with_a_time_limit_and_delays_follow_the_clock()
    {
        using var limited = new CancellationTokenSource(TimeSpan.FromHours(1), clock);
        var delay = Task.Delay(TimeSpan.FromHours(1), clock);
        await clock.AdvanceToAsync(Start.AddMinutes(59));
        Assert.False(limited.IsCancellationRequested || delay.IsCompleted);

        await clock.AdvanceToAsync(Start.AddMinutes(60));
        Assert.True(limited.IsCancellationRequested && delay.IsCompleted);
    }

    [Fact]
    public async Task An_instant_in_the_past_moves_nothing()
    {
        await clock.AdvanceToAsync(Start.AddDays(1));
        Assert.Equal(Start.AddDays(1), await clock.AdvanceToAsync(Start));
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);

    private ITimer Arm(string name, int seconds, List<(string Name, TimeSpan At)> fired) => clock.CreateTimer(
        _ => fired.Add((name, clock.GetUtcNow() - Start)), null, Seconds(seconds), Timeout.InfiniteTimeSpan);
}
