namespace Embedded.Tests.Hosting;

public sealed class RealClockTests
{
    [Fact]
    public async Task A_real_clock_cannot_be_moved_and_delays_pass_in_real_time()
    {
        await using var sample = await SampleHost.StartAsync(settings: ("Embedded:VirtualClock", "false"));
        var control = sample.Host.Control;
        Assert.False(control.IsVirtual);
        await Assert.ThrowsAsync<InvalidOperationException>(() => control.AdvanceToAsync(control.Now.AddHours(1)));
        await control.DelayAsync(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => control.DelayAsync(TimeSpan.FromHours(1), new CancellationToken(true)));
    }
}
