using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>Owns one continuation of up to 64 works, or one shard of a larger one; ends when all its works have.</summary>
public static class RunGraphOrchestrator
{
    /// <summary>Runs the graph to its end; the output is its final state.</summary>
    [Function(TaskNames.RunGraph)]
    public static async Task<GraphState?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        GraphInput input = context.GetInput<GraphInput>() ?? throw new InvalidOperationException("A graph is started with its works.");
        if (input.Document is not null)
        {
            IReadOnlyList<WorkSpec> works = await context.CallActivityAsync<IReadOnlyList<WorkSpec>>(TaskNames.LoadWorks, new WorksReference(input.Document, input.Shard));
            input = input with { Works = input.Waiting(works) };
        }

        return await new GraphRun(context, input).ToEndAsync();
    }
}
