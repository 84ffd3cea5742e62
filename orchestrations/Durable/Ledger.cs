using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Keeps the full records of a graph readable when its status cannot hold them. One save is out at a time, and changes meanwhile are saved by
/// one more; it says when it has come to rest. A projection: a crash leaves an older page, and replay goes on from there.
/// </summary>
internal sealed class Ledger(TaskOrchestrationContext context, Action quiet)
{
    private GraphState? next;
    private bool saving;

    internal bool IsQuiet => !saving;

    internal void Save(GraphState state)
    {
        next = state;
        if (!saving)
        {
            _ = SaveAllAsync();
        }
    }

    private async Task SaveAllAsync()
    {
        saving = true;
        while (next is { } state)
        {
            next = null;
            try
            {
                await context.CallActivityAsync(TaskNames.SaveLedger, new LedgerPage(context.InstanceId, new GraphState { Works = state.Works }));
            }
            catch (TaskFailedException)
            {
                // Readers see fewer details until the next save; the works themselves are not touched by it.
            }
        }

        saving = false;
        quiet();
    }
}
