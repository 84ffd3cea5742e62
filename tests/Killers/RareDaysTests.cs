using System.Net;

namespace Killers;

/// <summary>
/// A schedule names a day that not every month or year has. The search for the next one finds a wrong day, throws on the day itself, or never ends. Seen in
/// harrisiirak/cron-parser#122, taichino/croniter#55 and #131, staticlibs/ccronexpr#32, Steve-Mcl/node-red-contrib-cron-plus#110 and atifaziz/NCrontab#106.
///
/// Here the calendar is followed as far as it goes, and a day that never comes is refused at the door.
/// </summary>
public sealed class RareDaysTests
{
    [Theory]
    [InlineData("0 9 29 2 *", "2032-02-28T00:00:00Z", "P3D", "02-29 09:00:00", false)]
    [InlineData("0 9 29 2 *", "2031-02-27T00:00:00Z", "P5D", "", true)]
    [InlineData("0 9 31 * *", "2030-01-30T00:00:00Z", "P65D", "01-31 09:00:00, 03-31 09:00:00", true)]
    [InlineData("0 0 1 1 *", "2030-12-31T23:00:00Z", "P2D", "01-01 00:00:00", false)]
    public async Task ARareDayIsMetAndNoOtherIsTakenForIt(string expression, string from, string by, string runs, bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo, ("Work:Testing:StartTime", from));
        string id = await app.EnqueueOneAsync($$"""{ "worker": "tally", "cron": { "expression": "{{expression}}" } }""");
        await app.AdvanceAsync(by);
        Assert.Equal(runs.Split(", ", StringSplitOptions.RemoveEmptyEntries), tally.Texts(id));
    }

    [Fact]
    public async Task TheNextLeapDaysAreForeseenAndADayThatNeverComesIsRefused()
    {
        await using TestApp app = await TestApp.StartAsync();
        (HttpStatusCode status, JsonObject preview) = await app.CallAsync("/api/schedules/preview", """{ "cron": { "expression": "0 0 29 2 *" }, "from": "2038-01-01T00:00:00Z", "count": 3 }""");
        Assert.True(status == HttpStatusCode.OK, preview.ToJsonString());
        Assert.Equal(["2040-02-29T00:00:00Z", "2044-02-29T00:00:00Z", "2048-02-29T00:00:00Z"], preview["firings"]!.AsArray().Select(firing => (string?)firing!["at"]));
        Assert.Equal(HttpStatusCode.BadRequest, (await app.CallAsync("/api/work", """{ "worker": "delay", "cron": { "expression": "0 0 30 2 *" } }""")).Status);
    }
}
