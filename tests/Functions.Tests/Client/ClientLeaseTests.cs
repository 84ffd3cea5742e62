using Work.Client;
using Work.Model;

namespace Work.Functions.Tests.Clients;

public sealed class ClientLeaseTests
{
    private static readonly (string, string) External = ("Work:ExternalWorkers:0:Name", "outside");

    [Fact]
    public async Task AWorkIsLeasedRenewedAndCompleted()
    {
        await using ClientApp app = await ClientApp.StartAsync(more: External);
        string id = (await app.Work.EnqueueAsync(OneTimeWorkRequest.For("outside").SetInput(new { frames = 3 }).Build())).First.Id;
        await app.Host.IdleAsync();
        LeaseInfo lease = Assert.Single(await app.Leases.LeaseAsync(["outside"], max: 5, TimeSpan.FromSeconds(30)));
        Assert.Equal((id, 1, 3), (lease.Work.Id, lease.Attempt, lease.Input.GetProperty("frames").GetInt32()));
        Assert.Empty(await app.Leases.LeaseAsync(["outside"]));
        Assert.Equal(lease.LeaseUntil + TimeSpan.FromMinutes(1), await app.Leases.HeartbeatAsync(lease.LeaseToken, new { DoneFrames = 1 }, TimeSpan.FromSeconds(90)));
        Assert.Equal(1, (await app.Work.GetAsync(id)).Progress.GetProperty("doneFrames").GetInt32());
        await app.Leases.CompleteAsync(lease.LeaseToken, LeaseResult.Success(new { Frames = 3 }));
        await app.Leases.CompleteAsync(lease.LeaseToken, LeaseResult.Success(new { Frames = 3 }));
        Assert.Equal(WorkState.Succeeded, (await app.Work.GetAsync(id)).State);
    }

    [Fact]
    public async Task ARunThatIsOverIsAConflictThatSaysWhy()
    {
        await using ClientApp app = await ClientApp.StartAsync(more: External);
        string id = (await app.Work.EnqueueAsync(OneTimeWorkRequest.For("outside").Build())).First.Id;
        await app.Host.IdleAsync();
        LeaseInfo lease = Assert.Single(await app.Leases.LeaseAsync(["outside"]));
        await app.Work.CancelAsync(id);
        WorkException over = await Assert.ThrowsAsync<WorkException>(() => app.Leases.HeartbeatAsync(lease.LeaseToken));
        Assert.Equal((WorkErrorCode.Conflict, StopReason.CancelledByApp), (over.Code, over.StopReason));
    }

    [Fact]
    public async Task AFailureAndARetryTellWhy()
    {
        await using ClientApp app = await ClientApp.StartAsync(more: External);
        string id = (await app.Work.EnqueueAsync(OneTimeWorkRequest.For("outside").Build())).First.Id;
        await app.Host.IdleAsync();
        await app.Leases.CompleteAsync((await app.Leases.LeaseAsync(["outside"]))[0].LeaseToken, LeaseResult.Retry(new WorkError("busy", "later"), TimeSpan.FromMinutes(5)));
        Assert.Equal(new WorkError("busy", "later"), (await app.Work.GetAsync(id)).Error);
        await app.Host.AdvanceAsync("PT5M");
        await app.Leases.CompleteAsync((await app.Leases.LeaseAsync(["outside"]))[0].LeaseToken, LeaseResult.Failure(new WorkError("broken", "never")));
        Assert.Equal((WorkState.Failed, new WorkError("broken", "never")), ((await app.Work.GetAsync(id)).State, (await app.Work.GetAsync(id)).Error));
        Assert.Equal(1, (await app.Work.GetStatsAsync()).Workers["outside"].States.Failed);
    }
}
