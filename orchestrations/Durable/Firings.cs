using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Keeps a cron schedule supplied with firings. They are planned by an activity, since the rules of time zones change and an orchestration may be
/// replayed under other ones; while a run is out, so that nothing waits for them. What comes too late counts no more, by the rules.
/// </summary>
internal sealed class Firings(TaskOrchestrationContext context, Action<GraphEvent> happen)
{
    private bool planning;
    private bool isOver;

    internal bool IsQuiet => !planning;

    // A host that does not know the zone may be followed by one that does.
    private TaskOptions Patiently => TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 1_000, firstRetryInterval: TimeSpan.FromSeconds(5), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromHours(1))
        {
            HandleFailure = _ => !isOver,
        });

    internal void PlanAhead(GraphPlan plan, GraphState state)
    {
        if (!planning && plan.Works is [{ Cron: { } cron } only] && CronRules.IsShort(only, state.Works[0]))
        {
            _ = PlanAsync(new FiringsRequest(cron with { Firings = [] }, state.Works[0].Period!.DecidedUntil ?? cron.After));
        }
    }

    /// <summary>Plans no more: an instance does not end before its calls, and this one might be tried again for weeks.</summary>
    internal void Stop() => isOver = true;

    private async Task PlanAsync(FiringsRequest request)
    {
        planning = true;
        IReadOnlyList<DateTimeOffset> planned;
        try
        {
            planned = await context.CallActivityAsync<IReadOnlyList<DateTimeOffset>>(TaskNames.PlanFirings, request, Patiently);
        }
        catch (TaskFailedException)
        {
            // Still short, so they are asked for again.
            planned = [];
        }

        planning = false;
        happen(new GraphEvent.FiringsPlanned(0, request.Cron.Grid, planned));
    }
}
