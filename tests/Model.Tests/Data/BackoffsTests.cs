using FsCheck;
using FsCheck.Fluent;
using Work.Model;

namespace Model.Tests.Data;

public sealed class BackoffsTests
{
    private static readonly TimeSpan Ceiling = TimeSpan.FromHours(5);

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(3, 120)]
    [InlineData(4, 240)]
    [InlineData(5, 480)]
    [InlineData(6, 960)]
    [InlineData(7, 1920)]
    [InlineData(8, 3840)]
    [InlineData(9, 7680)]
    [InlineData(10, 15_360)]
    [InlineData(11, 18_000)]
    [InlineData(12, 18_000)]
    [InlineData(int.MaxValue, 18_000)]
    public void Exponential_from_30_s_doubles_up_to_5_h(int attempts, int seconds) => Check(BackoffPolicy.Exponential, 30, attempts, seconds);

    [Theory]
    [InlineData(1, 10)]
    [InlineData(11, 10_240)]
    [InlineData(12, 18_000)]
    [InlineData(64, 18_000)]
    [InlineData(65, 18_000)]
    public void Exponential_from_10_s_meets_5_h_at_attempt_12(int attempts, int seconds) => Check(BackoffPolicy.Exponential, 10, attempts, seconds);

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(3, 90)]
    [InlineData(599, 17_970)]
    [InlineData(600, 18_000)]
    [InlineData(601, 18_000)]
    [InlineData(int.MaxValue, 18_000)]
    public void Linear_from_30_s_meets_5_h_at_attempt_600(int attempts, int seconds) => Check(BackoffPolicy.Linear, 30, attempts, seconds);

    [Fact]
    public void The_delay_never_shrinks_and_never_passes_the_ceiling() =>
        Prop.ForAll<bool, int, PositiveInt>((linear, seconds, attempts) =>
        {
            var backoff = new Backoff(linear ? BackoffPolicy.Linear : BackoffPolicy.Exponential, TimeSpan.FromSeconds(Math.Abs((long)seconds)));
            var now = Backoffs.DelayFor(backoff, attempts.Get, Ceiling);
            var next = Backoffs.DelayFor(backoff, attempts.Get + 1, Ceiling);
            return TimeSpan.Zero <= now && now <= next && next <= Ceiling;
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(BackoffPolicy.Linear)]
    [InlineData(BackoffPolicy.Exponential)]
    public void Even_the_longest_delay_does_not_overflow(BackoffPolicy policy) =>
        Assert.Equal(TimeSpan.MaxValue, Backoffs.DelayFor(new Backoff(policy, TimeSpan.MaxValue), int.MaxValue, TimeSpan.MaxValue));

    [Theory]
    [InlineData(0.10, 0, 100)]
    [InlineData(0.10, 0.5, 105)]
    [InlineData(0.10, 1, 110)]
    [InlineData(0, 1, 100)]
    public void Jitter_adds_its_part_of_the_delay(double jitter, double chance, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoffs.WithJitter(TimeSpan.FromSeconds(100), jitter, chance));

    [Fact]
    public void Jitter_stays_within_its_part_whatever_chance_says() =>
        Prop.ForAll<PositiveInt, double>((seconds, chance) =>
        {
            var delay = TimeSpan.FromSeconds(seconds.Get);
            var jittered = Backoffs.WithJitter(delay, 0.10, chance);
            return delay <= jittered && jittered <= delay * 1.1;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Jitter_does_not_overflow() => Assert.Equal(TimeSpan.MaxValue, Backoffs.WithJitter(TimeSpan.MaxValue, 1, 1));

    private static void Check(BackoffPolicy policy, int delay, int attempts, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoffs.DelayFor(new Backoff(policy, TimeSpan.FromSeconds(delay)), attempts, Ceiling));
}
