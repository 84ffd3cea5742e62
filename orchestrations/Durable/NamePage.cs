using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Keeps the decisions of a name readable when its status cannot hold them: only while many callers ask at once. One save is out at a time, and
/// changes meanwhile are saved by one more. A projection: a crash leaves an older page, and replay goes on from there.
/// </summary>
internal sealed class NamePage(TaskOrchestrationContext context, Action quiet)
{
    private NameState? next;
    private bool saving;

    internal bool IsQuiet => !saving;

    internal void Save(NameState state)
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
                await context.CallActivityAsync(TaskNames.SaveName, new NameDecisions(context.InstanceId, state.Decisions));
            }
            catch (TaskFailedException)
            {
                // Callers find the latest decisions in the status, and all of them in the output; the next save may help the others earlier.
            }
        }

        saving = false;
        quiet();
    }
}
