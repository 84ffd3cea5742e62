using Microsoft.DurableTask;
using Moq;
using Work.Model;
using Work.Orchestrations;

namespace Orchestrations.Tests;

/// <summary>One orchestrator each, on a context that only records.</summary>
public sealed class OrchestratorsByThemselvesTests
{
    private static readonly string Chain = WorkIds.NewGraphId(Given.Start, new byte[8]);
    private readonly Mock<TaskOrchestrationContext> _context = new(MockBehavior.Strict);

    [Fact]
    public async Task Shards_are_started_all_at_once_under_the_ids_that_their_works_name()
    {
        var input = new GraphInput { ChainId = Chain, EnqueuedAt = Given.Start, Document = "works", Shards = 3 };
        var started = new List<(string Name, GraphInput Input, string? Id)>();
        var end = new TaskCompletionSource();
        _context.Setup(context => context.GetInput<GraphInput>()).Returns(input);
        _context.Setup(context => context.CallSubOrchestratorAsync(It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns((TaskName name, object? given, TaskOptions? options) =>
            {
                started.Add((name.Name, (GraphInput)given!, ((SubOrchestrationOptions)options!).InstanceId));
                return end.Task;
            });

        var running = RunShardsOrchestrator.RunAsync(_context.Object);
        Assert.Equal(Enumerable.Range(0, 3).Select(shard => (TaskNames.RunGraph, input with { Shard = shard }, (string?)$"{Chain}:{shard}")), started);
        Assert.False(running.IsCompleted);
        end.SetResult();
        await running;
    }

    [Fact]
    public async Task One_shard_that_breaks_does_not_end_the_wait_for_the_others()
    {
        var others = new TaskCompletionSource();
        _context.Setup(context => context.GetInput<GraphInput>()).Returns(new GraphInput { ChainId = Chain, EnqueuedAt = Given.Start, Shards = 2 });
        _context.SetupSequence(context => context.CallSubOrchestratorAsync(It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<TaskOptions?>()))
            .Returns(Task.FromException(new InvalidOperationException("broken"))).Returns(others.Task);
        var running = RunShardsOrchestrator.RunAsync(_context.Object);
        Assert.False(running.IsCompleted);
        others.SetResult();
        await Assert.ThrowsAsync<InvalidOperationException>(() => running);
    }

    [Fact]
    public void A_claim_is_held_by_ending_at_once() => Assert.True(HoldClaimOrchestrator.RunAsync(_context.Object).IsCompletedSuccessfully);

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public async Task A_graph_that_is_stored_apart_loads_its_own_part_first(int? shard)
    {
        _context.Setup(context => context.GetInput<GraphInput>()).Returns(new GraphInput { ChainId = Chain, EnqueuedAt = Given.Start, Document = "works/x.json", Shard = shard });
        _context.Setup(context => context.CallActivityAsync<IReadOnlyList<WorkSpec>>(TaskNames.LoadWorks, It.IsAny<object?>(), It.IsAny<TaskOptions?>())).ReturnsAsync([]);
        _context.Setup(context => context.CurrentUtcDateTime).Returns(Given.Start.UtcDateTime);
        _context.Setup(context => context.WaitForExternalEvent<GraphMessage>(GraphMessage.EventName, It.IsAny<CancellationToken>())).Returns(new TaskCompletionSource<GraphMessage>().Task);
        Assert.True((await RunGraphOrchestrator.RunAsync(_context.Object))!.IsFinished);
        _context.Verify(context => context.CallActivityAsync<IReadOnlyList<WorkSpec>>(TaskNames.LoadWorks, new WorksReference("works/x.json", shard), It.IsAny<TaskOptions?>()), Times.Once);
    }

    [Fact]
    public async Task A_graph_that_was_started_with_nothing_fails()
    {
        _context.Setup(context => context.GetInput<GraphInput>()).Returns((GraphInput?)null);
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunGraphOrchestrator.RunAsync(_context.Object));
        await Assert.ThrowsAsync<InvalidOperationException>(() => RunShardsOrchestrator.RunAsync(_context.Object));
    }
}
