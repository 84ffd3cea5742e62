using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Takes updates, one at a time, in the order in which the instance got them. An update counts only once its document has been stored under
/// its generation, by an activity: whoever reads a generation finds what it stands for. Until then its work is held back, so that no run begins
/// between what the caller is told and what is done.
///
/// Crash: before the document, nothing has happened, and replay stores it; after it, the result is in the history. What came twice, or was made from
/// an older generation, is dropped: its caller sees whose update was taken.
/// </summary>
internal sealed class Updates(TaskOrchestrationContext context, GraphInput input, Func<GraphState> state, Action<GraphEvent.Updated> apply, Action signal)
{
    // A store that is out of reach holds the work back for a quarter of a minute; the caller is told that nothing was decided.
    private static readonly TaskOptions TryAgain = TaskOptions.FromRetryPolicy(
        new RetryPolicy(maxNumberOfAttempts: 5, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2)
        {
            HandleFailure = failure => !failure.IsCausedBy<FileNotFoundException>(),
        });

    private readonly Queue<UpdateAsked> waiting = new();
    private bool saving;

    /// <summary>The work whose update is being stored.</summary>
    internal int? Held { get; private set; }

    internal bool IsQuiet => !saving;

    internal void Take(UpdateAsked asked)
    {
        waiting.Enqueue(asked);
        if (!saving)
        {
            _ = TakeAllAsync();
        }
    }

    private async Task TakeAllAsync()
    {
        saving = true;
        while (waiting.TryDequeue(out UpdateAsked? asked))
        {
            if (UpdateRules.MayTake(state(), asked))
            {
                await TakeAsync(asked);
            }
        }

        saving = false;
        signal();
    }

    private async Task TakeAsync(UpdateAsked asked)
    {
        Held = asked.Work;
        int generation = asked.Generation + 1;
        var request = new UpdateToKeep(
            asked.Document,
            WorkUpdate.DocumentOf(input, context.InstanceId, asked.Work, generation),
            UpdateRules.ResultOf(state().Works[asked.Work].State));
        try
        {
            apply(new GraphEvent.Updated(asked.Work, generation, await context.CallActivityAsync<WorkSpec>(TaskNames.KeepUpdate, request, TryAgain)));
        }
        catch (TaskFailedException)
        {
            // Nothing was stored, so nothing has changed.
        }

        Held = null;
        signal();
    }
}
