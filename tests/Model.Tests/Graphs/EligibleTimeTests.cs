using Work.Model;

namespace Model.Tests.Graphs;

/// <summary>The numbers of one-time work; t0 is 10,000 ms after 1970.</summary>
public sealed class EligibleTimeTests
{
    private static readonly DateTimeOffset T0 = DateTimeOffset.FromUnixTimeMilliseconds(10_000);
    private static readonly DateTimeOffset Never = DateTimeOffset.MaxValue;

    [Fact]
    public void Scenario_1_a_delay_of_5_s_counts_from_the_enqueue() =>
        Assert.Equal(15_000, EligibleTime.First(Given.Spec("a") with { InitialDelay = TimeSpan.FromSeconds(5) }, T0).ToUnixTimeMilliseconds());

    [Fact]
    public void Without_a_delay_it_is_the_enqueue() => Assert.Equal(T0, EligibleTime.First(Given.Spec("a"), T0));

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(2, 20_000)]
    [InlineData(3, 30_000)]
    public void Scenario_9_linear_grows_by_equal_gaps(int attempts, long after) =>
        Assert.Equal(10_000 + after, Next(BackoffPolicy.Linear, 10, attempts).ToUnixTimeMilliseconds());

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 60)]
    [InlineData(10, 15_360)]
    [InlineData(11, 18_000)]
    [InlineData(60, 18_000)]
    [InlineData(int.MaxValue, 18_000)]
    public void Scenario_11_exponential_doubles_up_to_5_h_and_never_overflows(int attempts, int seconds) =>
        Assert.Equal(T0.AddSeconds(seconds), Next(BackoffPolicy.Exponential, 30, attempts));

    [Fact]
    public void Backed_off_work_ignores_its_initial_delay_and_its_instant() =>
        Assert.Equal(
            [T0.AddSeconds(30), T0.AddSeconds(30)],
            new[] { Given.Spec("a") with { InitialDelay = TimeSpan.FromDays(9) }, Given.Spec("a") with { RunAt = T0.AddDays(9) } }.Select(work => EligibleTime.Next(work, T0, 1, 0)));

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    public void An_instant_is_kept_and_one_in_the_past_is_now(int days, int due) =>
        Assert.Equal(T0.AddDays(due), EligibleTime.First(Given.Spec("a") with { RunAt = T0.AddDays(days) }, T0));

    [Theory]
    [InlineData(0, 100)]
    [InlineData(0.5, 105)]
    [InlineData(1, 110)]
    public void Chance_adds_at_most_the_jitter(double chance, int seconds) =>
        Assert.Equal(T0.AddSeconds(seconds), EligibleTime.Next(Linear(100) with { Jitter = 0.10 }, T0, 1, chance));

    [Fact]
    public void A_delay_beyond_the_end_of_time_is_never() =>
        Assert.Equal(
            [Never, Never],
            new[]
            {
                EligibleTime.First(Given.Spec("a") with { InitialDelay = TimeSpan.MaxValue }, T0),
                EligibleTime.Next(Linear(100) with { Backoff = new Backoff(BackoffPolicy.Linear, TimeSpan.MaxValue), MaxBackoff = TimeSpan.MaxValue }, T0, 1, 0),
            });

    private static WorkSpec Linear(int seconds) => Given.Spec("a") with { Backoff = new Backoff(BackoffPolicy.Linear, TimeSpan.FromSeconds(seconds)) };

    private static DateTimeOffset Next(BackoffPolicy policy, int seconds, int attempts) =>
        EligibleTime.Next(Given.Spec("a") with { Backoff = new Backoff(policy, TimeSpan.FromSeconds(seconds)) }, T0, attempts, 0);
}
