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
    public async Task CombinedBranchesHaveWhatTheyShareOnceAndMeetInAJoin()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        WorkContinuation trunk = app.Work.BeginWith(Named("trunk"));
        WorkContinuation left = trunk.Then(PutsOut("left", new { n = 1, from = "left" }));
        WorkContinuation right = trunk.Then(Named("right")).Then(PutsOut("further", new { n = 2 }));
        EnqueueResult result = await WorkContinuation.Combine(left, right).Then(Named("after")).EnqueueAsync();
        Assert.Equal(["scripted", "scripted", "scripted", "scripted", "combine", "scripted"], result.Work.Select(work => work.Worker));
        Assert.Equal(["", "trunk", "trunk", "right", "left further", result.Work[4].Id], result.Work.Select(work => string.Join(' ', work.After)));
        WorkInfo join = await app.Work.WaitForFinishedAsync(result.Work[4].Id);
        Assert.Equal("""{"n":[1,2],"from":["left"]}""", join.Output.GetRawText());
        Assert.Equal(WorkState.Succeeded, (await app.Work.WaitForFinishedAsync("after")).State);
    }

    [Fact]
    public async Task OutputsOfDifferentTypesFailTheJoinAndWhatFollows()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        WorkContinuation branches = WorkContinuation.Combine(app.Work.BeginWith(PutsOut("a", new { n = 1 })), app.Work.BeginWith(PutsOut("b", new { n = "one" })));
        EnqueueResult result = await branches.Then(Named("after")).EnqueueAsync();
        Assert.Equal(WorkState.Failed, (await app.Work.WaitForFinishedAsync("after")).State);
        Assert.Equal("inputMergerClash", (await app.Work.GetAsync(result.Work[2].Id)).Error!.Type);
        Assert.Equal(WorkState.Succeeded, (await app.Work.GetAsync("a")).State);
    }

    [Fact]
    public async Task BranchesKeepTheirUniqueNamesAndWhatJoinsThemHasNone()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        WorkContinuation a = app.Work.BeginUniqueWork("name a", ExistingWorkPolicy.Keep, Named("a1")).Then(Named("a2"));
        WorkContinuation b = app.Work.BeginUniqueWork("name b", ExistingWorkPolicy.Append, Named("b1"));
        EnqueueResult result = await WorkContinuation.Combine(a, b).Then(Named("after")).EnqueueAsync();
        Assert.Equal(["name a", "name a", "name b", null, null], result.Work.Select(work => work.UniqueName));
        Assert.Equal(["", "a1", "", "a2 b1", result.Work[3].Id], result.Work.Select(work => string.Join(' ', work.After)));
        Assert.Equal(WorkState.Succeeded, (await app.Work.WaitForFinishedAsync("after")).State);
        Assert.Equal(["a1", "a2"], (await app.ListAsync(new WorkQuery { UniqueNames = ["name a"] })).Select(work => work.Id).Order());
    }

    [Fact]
    public async Task WhatJoinsAKeptNameIsNotEnqueued()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        EnqueueResult first = await app.Work.EnqueueUniqueWorkAsync("name", ExistingWorkPolicy.Keep, Named("first") with { InitialDelay = TimeSpan.FromHours(1) });
        Assert.Equal(EnqueueOperation.Enqueued, first.Operation);
        WorkContinuation kept = app.Work.BeginUniqueWork("name", ExistingWorkPolicy.Keep, Named("second"));
        EnqueueResult result = await WorkContinuation.Combine(kept, app.Work.BeginWith(Named("other"))).EnqueueAsync();
        Assert.Equal(EnqueueOperation.Kept, result.Operation);
        Assert.Equal(["first", "other"], result.Work.Select(work => work.Id));
        await app.Work.WaitForFinishedAsync("other");
        Assert.Equal(2, (await app.ListAsync()).Count);
        Assert.Equal(["first"], await app.Work.CancelUniqueWorkAsync("name"));
        Assert.Empty(await app.Work.CancelAllWorkByTagAsync("scripted"));
        Assert.Empty(await app.Work.CancelAllWorkAsync());
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
    public async Task AnEmptyBeginningAndAPrerequisiteThatIsNoIdAreRefusedBeforeTheyAreSent()
    {
        await using ClientApp app = await ClientApp.StartAsync();
        Assert.Throws<ArgumentException>(() => app.Work.BeginWith());
        WorkContinuation begun = app.Work.BeginWith(Named("a"));
        Assert.Same(begun, begun.Then());
        Assert.Throws<ArgumentException>(() => WorkContinuation.Combine());
        await Assert.ThrowsAsync<ArgumentException>(() => app.Work.BeginWith(Named("a") with { After = ["#0"] }).EnqueueAsync());
        Assert.Empty(app.Road.All);
    }

    private static OneTimeWorkRequest PutsOut(string id, object output) =>
        ClientApp.Succeeds.SetId(id).SetInput(new { attempts = new[] { new { result = "success", output } } }).Build();

    private static OneTimeWorkRequest Named(string id) => ClientApp.Succeeds.SetId(id).Build();
}
