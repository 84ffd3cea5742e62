using Work.Client;
using Work.Model;

namespace Work.Functions.Tests.Clients;

public sealed class ClientContinuationTests
{
    [Fact]
    public async Task EachStepWaitsForTheWholeStepBefore()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        EnqueueResult result = await app.Work.BeginWith(Named("a"), Named("b")).Then(Named("c"), Named("d")).Then(Named("e")).EnqueueAsync();
        Assert.Equal(["a", "b", "c", "d", "e"], result.Work.Select(work => work.Id));
        Assert.Equal(["", "", "a b", "a b", "c d"], result.Work.Select(work => string.Join(' ', work.After)));
        Assert.Equal(WorkState.Blocked, result.Last.State);
        Assert.Equal(WorkState.Succeeded, (await app.Work.WaitForFinishedAsync(result.Last.Id)).State);
        Assert.All(await app.ListAsync(), work => Assert.Equal(WorkState.Succeeded, work.State));
    }

    [Fact]
    public async Task CombinedBranchesHaveWhatTheyShareOnce()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        WorkContinuation trunk = app.Work.BeginWith(Named("trunk"));
        WorkContinuation left = trunk.Then(Named("left"));
        WorkContinuation right = trunk.Then(Named("right")).Then(Named("further"));
        EnqueueResult result = await WorkContinuation.Combine(left, right).Then(Named("join")).EnqueueAsync();
        Assert.Equal(["trunk", "left", "right", "further", "join"], result.Work.Select(work => work.Id));
        Assert.Equal(["", "trunk", "trunk", "right", "left further"], result.Work.Select(work => string.Join(' ', work.After)));
        Assert.Equal(WorkState.Succeeded, (await app.Work.WaitForFinishedAsync("join")).State);
    }

    [Fact]
    public async Task AContinuationMayWaitForStoredWorkWhoseIdLooksLikeAPosition()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        await app.Work.EnqueueAsync(Named("0") with { InitialDelay = TimeSpan.FromHours(1) });
        EnqueueResult result = await app.Work.BeginWith(Named("a")).Then(Named("b") with { After = ["0"] }).EnqueueAsync();
        Assert.Equal(["a", "0"], result.Last.After);
        await app.Host.IdleAsync();
        Assert.Equal(WorkState.Blocked, (await app.Work.GetAsync("b")).State);
        await app.Host.AdvanceAsync("PT1H");
        Assert.Equal(WorkState.Succeeded, (await app.Work.GetAsync("b")).State);
    }

    [Fact]
    public async Task ThenLeavesTheContinuationAsItIs()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        WorkContinuation first = app.Work.BeginWith(Named("a"));
        _ = first.Then(Named("b"));
        Assert.Equal("a", Assert.Single((await first.EnqueueAsync()).Work).Id);
    }

    [Fact]
    public async Task EqualRequestsAreDifferentWorks()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        OneTimeWorkRequest same = ClientApp.Succeeds.Build();
        Assert.Equal(3, (await app.Work.BeginWith(same, same).Then(same).EnqueueAsync()).Work.DistinctBy(work => work.Id).Count());
    }

    [Fact]
    public async Task AChainOfThousandsOfStepsIsLaidInOrder()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        WorkContinuation chain = Enumerable.Range(1, 9_999).Aggregate(app.Work.BeginWith(Named("0")), (steps, i) => steps.Then(Named($"{i}")));
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"{i}"), chain.Works.Select(work => work.Id));
        Assert.Equal(["#9998"], chain.Works[^1].After);
    }

    [Fact]
    public async Task AnEmptyStepAndAPrerequisiteThatIsNoIdAreRefusedBeforeTheyAreSent()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        Assert.Throws<ArgumentException>(() => app.Work.BeginWith());
        Assert.Throws<ArgumentException>(() => app.Work.BeginWith(Named("a")).Then());
        Assert.Throws<ArgumentException>(() => WorkContinuation.Combine());
        await Assert.ThrowsAsync<ArgumentException>(() => app.Work.BeginWith(Named("a") with { After = ["#0"] }).EnqueueAsync());
        Assert.Empty(app.Road.All);
    }

    private static OneTimeWorkRequest Named(string id) => ClientApp.Succeeds.SetId(id).Build();
}
