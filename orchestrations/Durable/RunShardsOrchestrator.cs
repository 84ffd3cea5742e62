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

        await Task.WhenAll(shards);
    }
}
