namespace Killers;

/// <summary>
/// After an outage every run that was missed is made up, all at once, or the sweep that looks for missed runs takes so long that it causes new ones. Seen in
/// quartznet/quartznet#1040, plashchynski/crono#63, sidekiq-scheduler/sidekiq-scheduler#283 and laravel/ideas#908.
///
/// Here a recurring work that missed any number of firings runs once and goes on with its grid, unless it asked for each of them.
/// </summary>
public sealed class MissedStormTests
{
    private const int Works = 40;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AMonthOfMissedMinutesIsOneRunForEach(bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        JsonObject[] works = await Task.WhenAll(Enumerable.Range(0, Works).Select(i => app.EnqueueAsync(
            i % 2 == 0 ? """{ "worker": "tally", "cron": { "expression": "* * * * *" } }""" : """{ "worker": "tally", "period": { "every": "PT1M" } }""")));
        await app.AdvanceAsync("PT3M30S");
        int before = tally.Count;
        await app.CrashAndRestartAsync(away: TimeSpan.FromDays(30));
        await app.AdvanceAsync("PT0S");
        Assert.Equal(Works, tally.Count - before);
        Assert.InRange(app.Statistics().Steps, Works, 12 * Works);
        await app.AdvanceAsync("PT1M");
        Assert.Equal(2 * Works, tally.Count - before);
        Assert.All(works, work => Assert.True(tally.Of(work.Id()).Length >= 4));
    }

    [Fact]
    public async Task FiringsThatAreSkippedAreDecidedTogether()
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(configure: tally.AddTo);
        string id = await app.EnqueueOneAsync("""{ "worker": "tally", "cron": { "expression": "*/5 * * * *", "misfire": "skip" } }""");
        await app.AdvanceAsync("PT7M");
        await app.CrashAndRestartAsync(away: TimeSpan.FromDays(365));
        await app.AdvanceAsync("PT0S");
        Assert.InRange(app.Statistics().Steps, 1, 40);
        Assert.Single(tally.Of(id));
        await app.AdvanceAsync("PT5M");
        Assert.Equal(["01-01 00:05:00", "01-01 00:10:00"], tally.Texts(id));
    }
}
