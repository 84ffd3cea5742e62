using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Telemetry;
using Work.Functions.Tests.Readme;
using Work.Functions.Tests.Works;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Telemetry;

public sealed class MetricTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WorksAreCountedAtTheDoorAndRunsWhereTheyBeginAndEndHoweverOftenTheyAreReplayed(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        using var tally = new Tally(app);
        await app.EnqueueAsync("""
            { "work": [
              { "key": "a", "worker": "scripted", "input": { "attempts": [ { "result": "retry" }, { "result": "success" } ] } },
              { "key": "b", "worker": "scripted", "after": ["a"], "input": { "attempts": [ { "result": "failure" } ] } },
              { "worker": "delay", "after": ["b"], "input": { "for": "PT1S" } } ] }
            """, key: "once");
        (await app.PostAsync("/api/work", """{ "worker": "unheard-of" }""")).Dispose();
        await app.AdvanceAsync("PT5M");
        Assert.Equal(["work.operation=enqueued work.worker=delay: 1", "work.operation=enqueued work.worker=scripted: 2"], tally.Counts("work.enqueued"));
        Assert.Equal(["work.worker=scripted: 3"], tally.Counts("work.run.started"));
        Assert.Equal(
            ["work.run.result=failed work.worker=scripted: 1", "work.run.result=retry work.worker=scripted: 1", "work.run.result=succeeded work.worker=scripted: 1"],
            tally.Counts("work.run.finished"));
    }

    [Fact]
    public async Task ARepeatOfARequestAndWorkThatWasKeptAreNotCountedAgain()
    {
        await using TestApp app = await TestApp.StartAsync();
        using var tally = new Tally(app);
        const string Delayed = """{ "id": "one", "worker": "scripted", "initialDelay": "PT1H" }""";
        await app.EnqueueAsync(Delayed, key: "k");
        await app.EnqueueAsync(Delayed, key: "k");
        await app.EnqueueAsync(Delayed);
        Assert.Equal(["work.operation=enqueued work.worker=scripted: 1"], tally.Counts("work.enqueued"));
    }

    [Fact]
    public async Task RunsAreTimedByTheHostsClockAndTheirWaitCountsFromWhenTheyWereDue()
    {
        await using TestApp app = await TestApp.StartAsync(more: ("Work:Slots", "1"));
        using var tally = new Tally(app);
        await app.EnqueueAsync("""{ "worker": "delay", "input": { "for": "PT20S" } }""");
        await app.EnqueueAsync("""{ "worker": "delay", "input": { "for": "PT5S" } }""");
        await app.AdvanceAsync("PT1M");
        Assert.Equal([20.0, 5.0], tally.Of("work.run.duration")["work.run.result=succeeded work.worker=delay"]);
        Assert.Equal([0.0, 20.0], tally.Of("work.run.wait")["work.worker=delay"]);
        Assert.Empty(tally.Of("work.alarm.lateness"));
    }

    [Fact]
    public async Task AnAlarmThatComesLateIsMeasuredFromItsInstant()
    {
        using var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(configure: builder => builder.Services.AddWorker<GreetWorker>("alarmed").AddWorker<GreetWorker>("unalarmed"));
        const string Input = """{ "name": "you" }""";
        await app.EnqueueAsync($$"""{ "worker": "alarmed", "initialDelay": "PT1H", "input": {{Input}} }""");
        await app.EnqueueAsync($$"""{ "worker": "alarmed", "initialDelay": "PT1M", "input": {{Input}} }""");
        await app.EnqueueAsync($$"""{ "worker": "unalarmed", "input": {{Input}} }""");
        await app.AdvanceAsync("PT1M");
        await app.CrashAndRestartAsync(away: TimeSpan.FromHours(2));
        await app.IdleAsync();
        Assert.Equal([0.0, 3660.0], tally.Of("work.alarm.lateness")["work.worker=alarmed"]);
        Assert.DoesNotContain("work.worker=unalarmed", tally.Of("work.alarm.lateness").Keys);
    }

    [Fact]
    public async Task ARunThatWasLostOrStoppedIsCountedAsSuch()
    {
        await using TestApp app = await TestApp.StartAsync();
        string lost = await app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT1H" } }""");
        await app.IdleAsync();
        await app.CrashAndRestartAsync();
        using var tally = new Tally(app);
        await app.AdvanceAsync("PT1M");
        (await app.PostAsync($"/api/work/{lost}/cancel")).Dispose();
        await app.IdleAsync();
        Assert.Contains("work.run.result=stopped work.stop_reason=cancelledByApp work.worker=delay: 1", tally.Counts("work.run.finished"));
    }

    [Fact]
    public async Task RunsOutsideTheProcessAreCountedWhenTheyAreLeasedAndWhenTheyAreSaidToHaveEnded()
    {
        await using TestApp app = await TestApp.StartAsync(more: ("Work:ExternalWorkers:0:Name", "outside"));
        using var tally = new Tally(app);
        await app.EnqueueAsync("""{ "worker": "outside" }""");
        await app.IdleAsync();
        using HttpResponseMessage leased = await app.PostAsync("/api/leases", """{ "workers": ["outside"], "leaseFor": "PT1M" }""");
        string token = (string)(await TestApp.BodyAsync(leased))["leases"]![0]!["leaseToken"]!;
        await app.AdvanceAsync("PT10S");
        (await app.PostAsync($"/api/leases/{token}/complete", """{ "result": "success" }""")).EnsureSuccessStatusCode().Dispose();
        Assert.Equal(["work.worker=outside: 1"], tally.Counts("work.run.started"));
        Assert.Equal([10.0], tally.Of("work.run.duration")["work.run.result=succeeded work.worker=outside"]);
    }

    [Fact]
    public async Task TheQueueIsCountedByStateWithItsAge()
    {
        await using TestApp app = await TestApp.StartAsync(more: ("Work:ExternalWorkers:0:Name", "outside"));
        using var tally = new Tally(app);
        await app.EnqueueAsync("""{ "work": [ { "key": "a", "worker": "outside" }, { "worker": "scripted", "after": ["a"] } ] }""");
        await app.AdvanceAsync("PT3M");
        await app.Services.GetRequiredService<QueueWatch>().LookAsync(CancellationToken.None);
        tally.Collect();
        Assert.Equal([180.0], tally.Of("work.queue.age")["work.worker=outside"]);
        Assert.Equal([1.0], tally.Of("work.unfinished")["work.state=blocked work.worker=scripted"]);
        Assert.Equal([1.0], tally.Of("work.unfinished")["work.state=enqueued work.worker=outside"]);
        Assert.NotEmpty(tally.Of("durabletask.steps"));
    }

    [Fact]
    public async Task AnswersOfQuotasAreCounted()
    {
        await using TestApp app = await TestApp.StartAsync(more: [("Work:ExpeditedQuota:Tokens", "1"), ("Work:ExpeditedQuota:RefillEvery", "1.00:00:00")]);
        using var tally = new Tally(app);
        for (int i = 0; i < 2; i++)
        {
            await app.EnqueueAsync("""{ "worker": "scripted", "expedited": { "outOfQuota": "drop" } }""");
            await app.IdleAsync();
        }

        Assert.Equal(
            ["work.quota=expedited work.quota.verdict=dropped work.worker=scripted: 1", "work.quota=expedited work.quota.verdict=granted work.worker=scripted: 1"],
            tally.Counts("work.quota.asked"));
    }
}
