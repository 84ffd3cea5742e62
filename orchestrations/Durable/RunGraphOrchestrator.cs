using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>Owns one continuation of up to 64 works, or one shard of a larger one; ends when all its works have.</summary>
public static class RunGraphOrchestrator
{
    // A store that is out of reach for a while must not end works that have not begun; a document that is gone does not come back.
    private static readonly TaskOptions Patiently = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 20, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(5))
        {
            HandleFailure = failure => !failure.IsCausedBy<FileNotFoundException>(),
        });

    /// <summary>Runs the graph to its end; the output is its final state.</summary>
    [Function(TaskNames.RunGraph)]
    public static Task<GraphState?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) => RunAsync(context, GraphRun.RunsOfOneExecution);

    private static IReadOnlyList<UpdatedWork>? UpdatesOf(TaskOrchestrationContext context, GraphInput input) =>
        input.State is { } state && UpdatedWork.Of(input, context.InstanceId, state) is { Count: > 0 } updates ? updates : null;

    internal static async Task<GraphState?> RunAsync(TaskOrchestrationContext context, int runsOfOneExecution)
    {
        GraphInput input = context.GetInput<GraphInput>() ?? throw new InvalidOperationException("A graph is started with its works.");
        if (input.Document is not null)
        {
            IReadOnlyList<WorkSpec> works = await context.CallActivityAsync<IReadOnlyList<WorkSpec>>(
                TaskNames.LoadWorks, new WorksReference(input.Document, input.Shard, UpdatesOf(context, input)), Patiently);
            input = input with { Works = input.Waiting(works) };
        }

        return await new GraphRun(context, input, runsOfOneExecution).ToEndAsync();
    }
}
