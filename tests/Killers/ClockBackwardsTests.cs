namespace Killers;

/// <summary>
/// The clock of the machine is set back, by hand or by its time service, and the scheduler waits until the old time comes again, or for ever; set forward,
/// everything starts at once. Seen in quartz-scheduler/quartz#270 and #410, sidekiq-scheduler/sidekiq-scheduler#283, cuba-platform/cuba#3206, robfig/cron#480.
///
/// Here times are instants on disk, looked at with the clock there is: what is due by it runs, what is not waits, and nothing runs twice. The time of one
/// instance never goes back, so what it waits for from then on comes late by no more than the clock was set back.
/// </summary>
public sealed class ClockBackwardsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AfterTheClockWasSetBackWorkRunsAndRecurringWorkGoesOnWithoutARepeat(bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        string hourly = await app.EnqueueOneAsync("""{ "worker": "tally", "cron": { "expression": "0 * * * *" } }""");
        string delayed = await app.EnqueueOneAsync("""{ "worker": "tally", "initialDelay": "PT4H" }""");
        await app.AdvanceAsync("PT3H30M");
        await app.CrashAndRestartAsync(away: TimeSpan.FromHours(-2));
        string now = await app.EnqueueOneAsync(Field.Tallied);
        await app.AdvanceAsync("PT1S");
        Assert.Single(tally.Of(now));
        await app.AdvanceAsync("PT3H");
        Assert.Equal(["01-01 04:00:00"], tally.Texts(delayed));
        Assert.Equal(["01-01 01:00:00", "01-01 02:00:00", "01-01 03:00:00", "01-01 04:00:00"], tally.Texts(hourly));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARunThatTheSetBackCutShortIsTriedAgainAtTheLatestWhenItsTimeComesAgain(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "backoff": { "policy": "linear", "delay": "PT1M" }, "input": { "attempts": [ { "runFor": "PT5M" }, {} ] } }""");
        await app.AdvanceAsync("PT1M");
        await app.CrashAndRestartAsync(away: TimeSpan.FromHours(-2));
        await app.AdvanceAsync("PT2H1M");
        Assert.Equal(["unknown", "success"], await app.EndsAsync(id));
    }
}
