using Microsoft.DurableTask.Client;
using Moq;
using Work.Functions.Works;

namespace Work.Functions.Tests.Works;

/// <summary>On Azure Storage a purge by id deletes also what runs: an owner of a name that was started again since it was found, say.</summary>
public sealed class PurgeTests
{
    [Theory]
    [InlineData(OrchestrationRuntimeStatus.Running, false)]
    [InlineData(OrchestrationRuntimeStatus.Pending, false)]
    [InlineData(OrchestrationRuntimeStatus.Suspended, false)]
    [InlineData(OrchestrationRuntimeStatus.Completed, true)]
    [InlineData(OrchestrationRuntimeStatus.Failed, true)]
    [InlineData(OrchestrationRuntimeStatus.Terminated, true)]
    public async Task WhatHasNotEndedIsNeverAskedToBePurged(OrchestrationRuntimeStatus status, bool isPurged)
    {
        var client = new Mock<DurableTaskClient>("purging") { CallBase = true };
        client.Setup(it => it.GetInstancesAsync("instance", false, It.IsAny<CancellationToken>())).ReturnsAsync(new OrchestrationMetadata("RunGraph", "instance") { RuntimeStatus = status });
        client.Setup(it => it.PurgeInstanceAsync("instance", null, It.IsAny<CancellationToken>())).ReturnsAsync(new PurgeResult(1));
        Assert.Equal(isPurged, await ContinuationRemover.TryPurgeAsync(client.Object, "instance", CancellationToken.None));
        client.Verify(it => it.PurgeInstanceAsync("instance", null, It.IsAny<CancellationToken>()), isPurged ? Times.Once() : Times.Never());
    }
}
