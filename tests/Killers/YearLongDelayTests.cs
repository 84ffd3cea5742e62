using System.Net;

namespace Killers;

/// <summary>
/// A delay is longer than a timer can be: 24.8 days in 32 bits of milliseconds, the visibility timeout of a broker. It runs at once, or again and again, long
/// before its time. Seen in OptimalBits/bull#244, agenda/agenda#5, celery/celery#2599 and #4766, celery/kombu#337 and breejs/later#34.
///
/// Here a delay is an instant on disk. Only the earliest is armed, for as long as a timer can be, and looked at again.
/// </summary>
public sealed class YearLongDelayTests
{
    [Theory]
    [InlineData("P25D", false)]
    [InlineData("P50D", true)]
    [InlineData("P3650D", false)]
    public async Task ALongDelayEndsAtItsInstantAndNotBefore(string delay, bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        TimeSpan length = System.Xml.XmlConvert.ToTimeSpan(delay);
        string id = await app.EnqueueOneAsync($$"""{ "worker": "tally", "initialDelay": "{{delay}}" }""");
        string chained = (await app.EnqueueAsync($$"""{ "work": [ { "key": "a", "worker": "tally" }, { "worker": "tally", "after": [ "a" ], "initialDelay": "{{delay}}" } ] }""")).Id(1);
        await app.IdleAsync();
        await app.CrashAndRestartAsync(away: length - TimeSpan.FromHours(1));
        await app.AdvanceAsync("PT59M59S");
        Assert.Equal((0, 0), (tally.Of(id).Length, tally.Of(chained).Length));
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT1S");
        Assert.Equal([Field.Start + length], tally.Of(id));
        Assert.Equal([Field.Start + length], tally.Of(chained));
    }

    [Fact]
    public async Task ADelayBeyondTheEndOfTimeIsRefusedAndNotTakenForNone()
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(configure: tally.AddTo);
        (HttpStatusCode status, JsonObject problem) = await app.CallAsync("/api/work", """{ "worker": "tally", "initialDelay": "P3600000D" }""");
        Assert.Equal((HttpStatusCode.BadRequest, "initialDelay"), (status, Assert.Single(problem["errors"]!.AsObject()).Key));
        Assert.Empty(await app.StatesAsync());
    }
}
