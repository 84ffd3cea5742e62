using Work.Functions.Works;

namespace Work.Functions.Tests.Works;

/// <summary>Large bodies take turns, small ones pass by.</summary>
public sealed class BodyLaneTests
{
    [Fact]
    public async Task LargeBodiesWaitForTheirTurnInOrderAndSmallOnesDoNot()
    {
        var lane = new BodyLane();
        BodyLane.Place first = await lane.EnterAsync(BodyLane.MostBytes, default);
        Task<BodyLane.Place> second = lane.EnterAsync(2 * BodyLane.MostBytes, default).AsTask();
        Task<BodyLane.Place> third = lane.EnterAsync(BodyLane.SmallBytes + 1, default).AsTask();

        (await lane.EnterAsync(BodyLane.SmallBytes, default)).Dispose();
        Assert.False(second.IsCompleted);
        first.Dispose();
        BodyLane.Place alone = await second;
        Assert.False(third.IsCompleted);
        alone.Dispose();
        (await third).Dispose();
    }

    [Fact]
    public async Task WhoGoesWhileWaitingTakesNoPlace()
    {
        var lane = new BodyLane();
        using var gone = new CancellationTokenSource();
        BodyLane.Place first = await lane.EnterAsync(BodyLane.MostBytes, default);
        Task<BodyLane.Place> second = lane.EnterAsync(BodyLane.MostBytes, gone.Token).AsTask();
        Task<BodyLane.Place> third = lane.EnterAsync(BodyLane.MostBytes, default).AsTask();

        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();

        (await third).Dispose();
        (await lane.EnterAsync(BodyLane.MostBytes, default)).Dispose();
    }
}
