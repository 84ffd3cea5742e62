namespace Killers;

/// <summary>
/// The scheduler restarts while a recurring job falls due. It had moved the next time on before it started the job, or computes the next time from its own
/// start: the run is lost, and a daily job waits a day. Seen in voiio/dramatiq-crontab#97, openclaw/openclaw#33092 and quartz-scheduler/quartz#48.
///
/// Here a firing is decided in the commit that hands its run out, so no instant lies between.
/// </summary>
public sealed class MissedTickTests
{
    private const int Passings = 3;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARestartAcrossTheTickRunsItLateAndOnce(bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        string cron = await app.EnqueueOneAsync("""{ "worker": "tally", "cron": { "expression": "0 2 * * *" } }""");
        string period = await app.EnqueueOneAsync("""{ "worker": "tally", "period": { "every": "P1D" }, "initialDelay": "PT2H" }""");
        await app.AdvanceAsync("PT1H59M59S");
        await app.CrashAndRestartAsync(away: TimeSpan.FromSeconds(15));
        await app.AdvanceAsync("PT0S");
        Assert.Equal(["01-01 02:00:14"], tally.Texts(cron));
        Assert.Equal(["01-01 02:00:14"], tally.Texts(period));
        await app.AdvanceAsync("P1D");
        Assert.Equal(["01-01 02:00:14", "01-02 02:00:00"], tally.Texts(cron));
        Assert.Equal(2, tally.Of(period).Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AProcessThatDiesInTheMidstOfTheTickLosesNoFiringAndDoublesNone(bool replayAlways)
    {
        var tally = new Tally();
        var kill = new KillPoint();
        await using TestApp app = await TestApp.StartAsync(replayAlways, builder =>
        {
            tally.AddTo(builder);
            kill.AddTo(builder);
        });
        string id = await app.EnqueueOneAsync("""{ "worker": "tally", "cron": { "expression": "0 * * * *" }, "backoff": { "policy": "linear", "delay": "PT10S" } }""");
        await app.AdvanceAsync("PT59M50S");
        int kills = 0;
        int hours = 0;
        foreach (string step in (string[])[KillPoint.BeforeCommit, KillPoint.AfterCommit, KillPoint.AfterDispatch])
        {
            for (int passing = 1; passing <= Passings; passing++)
            {
                kill.Arm(app, step, passing);
                await kill.EndsAsync(() => app.AdvanceAsync("PT20S"));
                kills += kill.HasKilled ? 1 : 0;
                await app.CrashAndRestartAsync();
                await app.AdvanceAsync("PT59M40S");
                hours++;
            }
        }

        Assert.True(kills >= Passings, $"The engine died {kills} times only.");
        JsonArray attempts = await app.AttemptsAsync(id);
        Assert.Equal(hours, (int)(await app.GetAsync(id))["periodCount"]!);
        Assert.Equal(hours, attempts.Count(attempt => (string?)attempt!["result"] == "success"));
        Assert.InRange(tally.Of(id).Length, hours, hours + kills);
    }
}
