namespace Killers;

/// <summary>
/// When the clocks go forward a job of an hour that does not exist is left out for the day; when they go back it runs twice. Seen in kelektiv/node-cron#563,
/// rundeck/rundeck#3234, vatesfr/xen-orchestra#4024, leokhoa/laragon#898 and netresearch/go-cron#41.
///
/// Here a local time that does not exist runs at the first instant after the gap, and one that comes twice runs at the first, whatever restarts meanwhile.
/// </summary>
public sealed class DaylightSavingTests
{
    public static TheoryData<string, string, string, string, bool> Changes => new()
    {
        { "Europe/Berlin", "30 2 * * *", "2030-03-30T00:00:00Z", "03-30 01:30:00, 03-31 01:00:00, 04-01 00:30:00", false },
        { "Europe/Berlin", "30 2 * * *", "2030-10-26T00:00:00Z", "10-26 00:30:00, 10-27 00:30:00, 10-28 01:30:00", true },
        { "America/New_York", "0 2 * * *", "2030-03-09T06:00:00Z", "03-09 07:00:00, 03-10 07:00:00, 03-11 06:00:00", true },
        { "Australia/Lord_Howe", "15 2 * * *", "2030-10-04T12:00:00Z", "10-04 15:45:00, 10-05 15:30:00, 10-06 15:15:00", false },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task ADailyRunComesOnceEachDayOverTheChange(string zone, string expression, string from, string runs, bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo, ("Work:Testing:StartTime", from));
        string id = await app.EnqueueOneAsync($$"""{ "worker": "tally", "cron": { "expression": "{{expression}}", "timeZone": "{{zone}}" } }""");
        await app.AdvanceAsync("P2DT23H");
        Assert.Equal(runs.Split(", "), tally.Texts(id));
    }

    [Theory]
    [InlineData("2030-03-31T00:59:30Z", "03-31 01:00:00")]
    [InlineData("2030-10-27T00:29:30Z", "10-27 00:30:00")]
    public async Task ARestartAtTheChangeMakesNoSecondRun(string from, string first)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(configure: tally.AddTo, more: ("Work:Testing:StartTime", from));
        string id = await app.EnqueueOneAsync("""{ "worker": "tally", "cron": { "expression": "30 2 * * *", "timeZone": "Europe/Berlin" } }""");
        for (int restart = 0; restart < 5; restart++)
        {
            await app.AdvanceAsync("PT18M");
            await app.CrashAndRestartAsync();
        }

        await app.AdvanceAsync("PT18H");
        Assert.Equal([first], tally.Texts(id));
    }
}
