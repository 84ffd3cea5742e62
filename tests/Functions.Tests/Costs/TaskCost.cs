using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Engine;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Costs;

/// <summary>What something cost, counted in the terms of Durable Task; and what follows from that on Azure, where each message is taken by itself.</summary>
internal sealed record TaskCost(TaskCounts Counts)
{
    /// <summary>Requests to queues that are not the backend's.</summary>
    public long QueueRequests { get; init; }

    public long Signals => Counts.EntitySignals;

    public long Calls => Counts.EntityCalls;

    // A start, the start and the end of a sub-orchestration, the work item and the result of an activity, a timer, an event, an operation and its result.
    private long Messages => Counts.Starts + (2 * (Counts.SubOrchestrations + Counts.Activities)) + Counts.Timers + Counts.Events + Signals + (2 * Calls);

    // Every message to an orchestration is an episode of it: its begin and its end are rows of the history.
    private long Episodes => Counts.Starts + (2 * Counts.SubOrchestrations) + Counts.Activities + Counts.Timers + Counts.Events + Calls;

    /// <summary>Rows of the history table: what happened, the begins and ends of episodes, the begin and the end of each orchestration.</summary>
    public long HistoryRows => Counts.HistoryEvents + (2 * Episodes) + Counts.Starts + Counts.SubOrchestrations + Counts.Ends;

    /// <summary>To queues: a put, a get and a delete for each message, and what is asked of others. To tables: three for each start, each episode and each step of an entity.</summary>
    public long StorageRequests => QueueRequests + (3 * Messages) + (3 * (Counts.Starts + Episodes + Signals + Calls));

    /// <summary>What the scheduler bills.</summary>
    public long SchedulerActions => Messages;

    /// <summary>Counts what the app is asked to do, until it has come to rest.</summary>
    public static async Task<TaskCost> OfAsync(TestApp app, Func<Task> act)
    {
        await app.IdleAsync();
        TaskCounts before = Counted(app);
        await act();
        await app.IdleAsync();
        TaskCounts after = Counted(app);
        return new TaskCost(new TaskCounts(
            after.Starts - before.Starts,
            after.SubOrchestrations - before.SubOrchestrations,
            after.Activities - before.Activities,
            after.Timers - before.Timers,
            after.Events - before.Events,
            after.EntitySignals - before.EntitySignals,
            after.EntityCalls - before.EntityCalls,
            after.Ends - before.Ends,
            after.HistoryEvents - before.HistoryEvents));
    }

    public override string ToString() =>
        $"{Counts.Starts} | {Counts.SubOrchestrations} | {Counts.Activities} | {Counts.Timers} | {Counts.Events} | {Signals + Calls} | {HistoryRows} | {StorageRequests} | {SchedulerActions}";

    private static TaskCounts Counted(TestApp app) => app.Services.GetRequiredService<DurableEngine>().Statistics.Tasks;
}
