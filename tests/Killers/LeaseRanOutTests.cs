using System.Net;
using Work.Functions.Workers;

namespace Killers;

/// <summary>
/// A job is fetched with a time limit of its own, half an hour say, and is given to somebody else when that is over, though the first is well and goes
/// on: it runs twice, and both end it. Seen in HangfireIO/Hangfire#1197, arnoldasgudas/Hangfire.MySqlStorage#20, hangfire-postgres/Hangfire.PostgreSql#130,
/// celery/celery#5935 and graphile/worker#222.
///
/// Here a run in the process has no such limit. A lease has, since its holder is not seen; who comes back after it can change nothing.
/// </summary>
public sealed class LeaseRanOutTests
{
    private static readonly (string, string) External = ("Work:ExternalWorkers:0:Name", "outside");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARunInTheProcessMayTakeHoursAndIsStillTheOnlyOne(bool replayAlways)
    {
        var tally = new Tally { OnRun = Sleep };
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        string id = await app.EnqueueOneAsync("""{ "worker": "tally", "timeout": "P2D" }""");
        await app.AdvanceAsync("P1D");
        Assert.Equal(("succeeded", 1), (await app.StateAsync(id), tally.Of(id).Length));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatAHolderSaysAfterItsLeaseIsDroppedAndWhatFollowsGoesByTheNewest(bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo, External);
        JsonObject chain = await app.EnqueueAsync("""
            { "work": [ { "key": "a", "worker": "outside", "backoff": { "policy": "linear", "delay": "PT1M" } }, { "worker": "tally", "after": [ "a" ] } ] }
            """);
        await app.IdleAsync();
        string late = await LeaseAsync(app);
        await app.AdvanceAsync("PT2M");
        Assert.Equal("enqueued", await app.StateAsync(chain.Id()));
        string second = await LeaseAsync(app);
        Assert.Equal(HttpStatusCode.Conflict, await CompleteAsync(app, late, "late"));
        Assert.Equal(("running", 0), (await app.StateAsync(chain.Id()), tally.Count));
        await app.CrashAndRestartAsync();
        Assert.Equal(HttpStatusCode.OK, await CompleteAsync(app, second, "second"));
        Assert.Equal(HttpStatusCode.Conflict, await CompleteAsync(app, late, "late"));
        await app.IdleAsync();
        Assert.Equal(("second", 1), ((string?)(await app.GetAsync(chain.Id()))["output"]!["by"], tally.Count));
        Assert.Equal(["unknown", "success"], await app.EndsAsync(chain.Id()));
    }

    [Fact]
    public async Task AHolderThatRenewsKeepsItsWorkFromAllOthers()
    {
        await using TestApp app = await TestApp.StartAsync(more: External);
        string id = await app.EnqueueOneAsync("""{ "worker": "outside", "timeout": "P1D" }""");
        await app.IdleAsync();
        string token = await LeaseAsync(app);
        for (int minute = 0; minute < 90; minute++)
        {
            await app.AdvanceAsync("PT50S");
            Assert.Equal(HttpStatusCode.OK, (await app.CallAsync($"/api/leases/{token}/heartbeat")).Status);
        }

        Assert.Empty((await app.CallAsync("/api/leases", """{ "workers": [ "outside" ] }""")).Body["leases"]!.AsArray());
        Assert.Equal(HttpStatusCode.OK, await CompleteAsync(app, token, "first"));
        Assert.Equal(["success"], await app.EndsAsync(id));
    }

    private static async Task<WorkResult> Sleep(WorkContext context, CancellationToken stop)
    {
        await context.DelayAsync(TimeSpan.FromHours(12), stop);
        return WorkResult.Success();
    }

    private static async Task<string> LeaseAsync(TestApp app) =>
        (string)Assert.Single((await app.CallAsync("/api/leases", """{ "workers": [ "outside" ], "leaseFor": "PT1M" }""")).Body["leases"]!.AsArray())!["leaseToken"]!;

    private static async Task<HttpStatusCode> CompleteAsync(TestApp app, string token, string by) =>
        (await app.CallAsync($"/api/leases/{token}/complete", $$"""{ "result": "success", "output": { "by": "{{by}}" } }""")).Status;
}
