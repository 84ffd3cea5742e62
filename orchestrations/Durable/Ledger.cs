using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Keeps the full records of a graph readable when its status cannot hold them. One save is out at a time, and changes meanwhile are saved by
/// one more. A projection: a crash leaves an older page, and replay goes on from there.
/// </summary>
internal sealed class Ledger(TaskOrchestrationContext context)
{
    private GraphState? next;
    private bool saving;

    internal bool IsQuiet => !this.saving;

    internal void Save(GraphState state)
    {
        this.next = state;
        if (!this.saving)
        {
            _ = this.SaveAllAsync();
        }
    }

    private async Task SaveAllAsync()
    {
        this.saving = true;
        while (this.next is { } state)
        {
            this.next = null;
            try
            {
                await context.CallActivityAsync(TaskNames.SaveLedger, new LedgerPage(context.InstanceId, new GraphState { Works = state.Works }));
            }
            catch (TaskFailedException)
            {
                // Readers see fewer details until the next save; the works themselves are not touched by it.
            }
        }

        this.saving = false;
    }
}
