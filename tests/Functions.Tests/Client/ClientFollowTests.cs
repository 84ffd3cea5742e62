using Work.Client;
using Work.Model;

namespace Work.Functions.Tests.Clients;

public sealed class ClientFollowTests
{
    [Fact]
    public async Task TheWorksAreFollowedAsTheyChange()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        string id = (await app.Work.EnqueueAsync(ClientApp.Succeeds.AddTag("t").SetInitialDelay(TimeSpan.FromHours(1)).Build())).First.Id;
        await using IAsyncEnumerator<WorkInfo> works = app.Work.FollowAsync(new WorkQuery { Tags = ["t"] }, enough.Token).GetAsyncEnumerator(enough.Token);
        Assert.True(await works.MoveNextAsync());
        Assert.Equal((id, WorkState.Enqueued), (works.Current.Id, works.Current.State));
        ValueTask<bool> next = works.MoveNextAsync();
        await app.Host.AdvanceAsync("PT1H");
        while (await next && works.Current.State != WorkState.Succeeded)
        {
            next = works.MoveNextAsync();
        }

        Assert.Equal(id, works.Current.Id);
    }

    [Fact]
    public async Task AQueryThatIsRefusedIsToldAtOnce()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        await using IAsyncEnumerator<WorkInfo> works = app.Work.FollowAsync(new WorkQuery { States = [(WorkState)99] }).GetAsyncEnumerator();
        Assert.Equal(WorkErrorCode.Invalid, (await Assert.ThrowsAsync<WorkException>(() => works.MoveNextAsync().AsTask())).Code);
    }
}
