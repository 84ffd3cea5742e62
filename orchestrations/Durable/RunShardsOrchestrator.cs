using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Owns a continuation of more than 64 works: starts an instance for each shard, the shards of prerequisites first, and ends when all have.
/// The shards tell each other what has ended; this one only waits, so that it is small however large the continuation is.
/// </summary>
public static class RunShardsOrchestrator
{
    /// <summary>Runs the shards to their end.</summary>
    [Function(TaskNames.RunShards)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        GraphInput input = context.GetInput<GraphInput>() ?? throw new InvalidOperationException("A graph is started with its works.");
        var shards = new List<Task>(input.Shards);
        for (int shard = 0; shard < input.Shards; shard++)
        {
            var options = new SubOrchestrationOptions(instanceId: WorkIds.ShardInstance(input.ChainId, shard));
            shards.Add(context.CallSubOrchestratorAsync(TaskNames.RunGraph, input with { Shard = shard }, options));
        }

        Task all = Task.WhenAll(shards);
        if (input.UniqueName is not null)
        {
            _ = TellAsync(context, input, shards, all);
        }

        await all;
    }

    // The owner of the name is told that the works are finished, where that is so before their instances have ended.
    private static async Task TellAsync(TaskOrchestrationContext context, GraphInput input, List<Task> shards, Task all)
    {
        Dictionary<string, TaskCompletionSource> finished = Enumerable.Range(0, shards.Count).ToDictionary(shard => WorkIds.ShardInstance(input.ChainId, shard), _ => new TaskCompletionSource());
        _ = ListenAsync(context, finished, all);
        await Task.WhenAll(finished.Values.Select((told, shard) => Task.WhenAny(shards[shard], told.Task)));
        if (!all.IsCompleted && context.Parent is { } parent)
        {
            context.SendEvent(parent.InstanceId, OwnNameOrchestrator.FinishedEvent, context.InstanceId);
        }
    }

    private static async Task ListenAsync(TaskOrchestrationContext context, Dictionary<string, TaskCompletionSource> finished, Task all)
    {
        while (!all.IsCompleted)
        {
            finished[await context.WaitForExternalEvent<string>(OwnNameOrchestrator.FinishedEvent)].TrySetResult();
        }
    }
}
