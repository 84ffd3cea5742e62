using Work.Client;
using Work.Model;

namespace Work.Functions.Tests.Clients;

public sealed class ClientChangeTests
{
    private static readonly OneTimeWorkRequest Late = ClientApp.Succeeds.SetInitialDelay(TimeSpan.FromHours(1)).Build();

    [Fact]
    public async Task AnUpdateTellsWhatBecameOfItAndAStaleOneIsRefused()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        WorkInfo work = (await app.Work.EnqueueAsync(Late)).First;
        UpdateOutcome updated = await app.Work.UpdateAsync(work.Id, Late with { InitialDelay = TimeSpan.FromHours(2) }, work.Generation);
        Assert.Equal((UpdateResult.AppliedImmediately, 1, work.EnqueuedAt.AddHours(2)), (updated.Result, updated.Work.Generation, updated.Work.NextScheduleTime));
        WorkException stale = await Assert.ThrowsAsync<WorkException>(() => app.Work.UpdateAsync(work.Id, Late, work.Generation));
        Assert.Equal((WorkErrorCode.Stale, 412), (stale.Code, stale.Status));
        Assert.Equal(2, (await app.Work.UpdateAsync(work.Id, Late)).Work.Generation);
    }

    [Fact]
    public async Task AWorkIsRunNowThenRunAgainAndThenPruned()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        WorkInfo work = (await app.Work.EnqueueAsync(Late)).First;
        await app.Work.RunNowAsync(work.Id);
        Assert.Equal(WorkState.Succeeded, (await app.Work.WaitForFinishedAsync(work.Id)).State);
        Assert.Equal(WorkErrorCode.Conflict, (await Assert.ThrowsAsync<WorkException>(() => app.Work.RunNowAsync(work.Id))).Code);
        WorkInfo again = (await app.Work.RerunAsync(work.Id, dependents: true)).First;
        Assert.NotEqual(work.Id, again.Id);
        Assert.Equal(1, await app.Work.PruneAsync());
        Assert.Equal(WorkErrorCode.NotFound, (await Assert.ThrowsAsync<WorkException>(() => app.Work.GetAsync(work.Id))).Code);
    }

    [Fact]
    public async Task EachRequestOfABatchIsStoredOrRefusedByItself()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        IReadOnlyList<BatchOutcome> outcomes = await app.Work.EnqueueBatchAsync([Late, OneTimeWorkRequest.For("nobody").Build(), Late]);
        Assert.Equal([true, false, true], outcomes.Select(outcome => outcome.Stored is not null));
        Assert.Equal(WorkErrorCode.Impossible, outcomes[1].Refused!.Code);
        Assert.Contains("worker", outcomes[1].Refused!.Faults.Keys);
        Assert.Equal(2, (await app.ListAsync()).Count);
    }
}
