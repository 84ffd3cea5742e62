using Work.Functions.Workers;

namespace Work.Functions.Tests.Workers;

public sealed class DelayWorkerTests
{
    [Theory]
    [InlineData("PT60S")]
    [InlineData("00:01:00")]
    public async Task It_runs_for_as_long_as_it_is_told_on_the_hosts_clock(string length)
    {
        var run = new TestRun(new Dictionary<string, string> { ["for"] = length });

        Assert.Equal(WorkResult.Success(), await new DelayWorker().RunAsync(run, CancellationToken.None));
        Assert.Equal([TimeSpan.FromMinutes(1)], run.Delays);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("-PT1S")]
    [InlineData("a while")]
    public async Task Anything_but_a_length_is_a_failure(string? length) =>
        (await new DelayWorker().RunAsync(new TestRun(new Dictionary<string, string?> { ["for"] = length }), CancellationToken.None))
            .IsFailure(ErrorTypes.InvalidInput);
}
