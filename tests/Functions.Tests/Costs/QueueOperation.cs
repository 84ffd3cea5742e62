using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Costs;

/// <summary>Something that callers ask for by a queue, or that asks others by one. Its requests to queues of one's own are counted beside those of the backend.</summary>
/// <param name="Name">What it is called in the document.</param>
/// <param name="ActWithQueues">What is counted.</param>
internal sealed record QueueOperation(string Name, Func<TestApp, QueueSite, Task> ActWithQueues) : Operation(Name, (_, _) => Task.CompletedTask)
{
    /// <inheritdoc/>
    public override async Task<TaskCost> CountAsync()
    {
        await using QueueSite queues = await QueueSite.StartAsync();
        await using TestApp app = await Operations.StartAsync(("AzureWebJobsStorage", queues.ConnectionString));
        await Prepare(app);
        int before = queues.Count;
        TaskCost cost = await TaskCost.OfAsync(app, () => ActWithQueues(app, queues));
        return cost with { QueueRequests = queues.Count - before };
    }
}
