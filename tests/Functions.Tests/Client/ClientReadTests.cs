using Work.Client;
using Work.Model;

namespace Work.Functions.Tests.Clients;

public sealed class ClientReadTests
{
    [Fact]
    public async Task AWaitForTheFinishGoesOnOverManyCalls()
    {
        await using ClientApp app = await ClientApp.StartAsync(options => options.WaitPerCall = TimeSpan.FromMilliseconds(20));
        string id = (await app.Work.EnqueueAsync(ClientApp.Succeeds.SetInitialDelay(TimeSpan.FromDays(1)).Build())).First.Id;
        var asked = new TaskCompletionSource();
        app.Road.OnSend = count => _ = count >= 4 && asked.TrySetResult();
        Task<WorkInfo> waiting = app.Work.WaitForFinishedAsync(id);
        await asked.Task;
        Assert.False(waiting.IsCompleted);
        await app.Host.AdvanceAsync("P1D");
        Assert.Equal(WorkState.Succeeded, (await waiting).State);
        Assert.Equal($"/api/work/{id}?wait=PT0.02S", app.Road.All.Last().Path);
    }

    [Fact]
    public async Task AWaitEndsWithItsToken()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        string id = (await app.Work.EnqueueAsync(ClientApp.Succeeds.SetInitialDelay(TimeSpan.FromDays(1)).Build())).First.Id;
        using var stop = new CancellationTokenSource();
        app.Road.OnSend = _ => stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.Work.WaitForFinishedAsync(id, stop.Token));
    }

    [Fact]
    public async Task AReadWithAWaitGivesTheWorkAsItIsWhenTheWaitIsOver()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        string id = (await app.Work.EnqueueAsync(ClientApp.Succeeds.SetInitialDelay(TimeSpan.FromDays(1)).Build())).First.Id;
        Assert.Equal(WorkState.Enqueued, (await app.Work.GetAsync(id, TimeSpan.FromMilliseconds(10))).State);
    }

    [Fact]
    public async Task AListGoesOverAllPagesAndGivesEachWorkOnce()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        EnqueueResult five = await app.Work.BeginWith([.. Enumerable.Repeat(ClientApp.Succeeds.Build(), 5)]).EnqueueAsync();
        await app.Host.IdleAsync();
        List<WorkInfo> listed = await app.ListAsync(new WorkQuery { PageSize = 2 });
        Assert.Equal(five.Work.Select(work => work.Id).Order(StringComparer.Ordinal), listed.Select(work => work.Id).Order(StringComparer.Ordinal));
        Assert.Equal(3, app.Road.All.Count(sent => sent.Path.StartsWith("/api/work?", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task AQueryIsOrInsideAPartAndAndAcrossParts()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        await app.Work.BeginWith([.. Enumerable.Range(0, 4).Select(i => ClientApp.Succeeds.SetId($"w{i}").AddTag($"n&={i}").Build())]).EnqueueAsync();
        await app.Work.EnqueueAsync(ClientApp.Succeeds.SetId("later").AddTag("n&=1").SetInitialDelay(TimeSpan.FromDays(1)).Build());
        await app.Host.IdleAsync();
        List<WorkInfo> both = await app.ListAsync(new WorkQuery { Tags = ["n&=1", "n&=2"], States = [WorkState.Succeeded, WorkState.Failed] });
        Assert.Equal(["w1", "w2"], both.Select(work => work.Id).Order(StringComparer.Ordinal));
        Assert.Equal(["w3"], (await app.ListAsync(new WorkQuery { Ids = ["w3", "none"] })).Select(work => work.Id));
    }

    [Fact]
    public async Task TheHistoryHasTheEndedRuns()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        var script = new { attempts = new[] { new { result = "retry" }, new { result = "success" } } };
        string id = (await app.Work.EnqueueAsync(ClientApp.Succeeds.SetInput(script).Build())).First.Id;
        await app.Host.AdvanceAsync("PT1H");
        Assert.Equal([AttemptResult.Retry, AttemptResult.Success], (await app.Work.GetHistoryAsync(id)).Select(attempt => attempt.Result));
    }

    [Fact]
    public async Task TheWorkersAreTold()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        WorkerInfo delay = Assert.Single(await app.Work.ListWorkersAsync(), worker => worker.Name == "delay");
        Assert.Equal("object", delay.InputSchema!.Value.GetProperty("type").GetString());
    }

    [Fact]
    public async Task ACancelReachesDependentsAndIsNoErrorTwice()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        OneTimeWorkRequest late = ClientApp.Succeeds.SetInitialDelay(TimeSpan.FromDays(1)).Build();
        EnqueueResult chain = await app.Work.BeginWith(late).Then(ClientApp.Succeeds.Build()).EnqueueAsync();
        Assert.Equal(chain.Work.Select(work => work.Id), await app.Work.CancelAsync(chain.First.Id));
        Assert.Equal(WorkState.Cancelled, (await app.Work.WaitForFinishedAsync(chain.Last.Id)).State);
        Assert.Empty(await app.Work.CancelAsync(chain.First.Id));
    }
}
