using Microsoft.DurableTask.Client;

namespace Work.Functions.Works;

/// <summary>
/// Raises events. What becomes of one to an instance that has ended, or was never there, differs by backend: some drop it without a word, some refuse it.
/// Here it is no error either way, and the caller is told. An instance that has not begun may drop an event too; whoever cannot bear that waits until it has.
/// </summary>
internal static class InstanceEvents
{
    /// <summary>Raises an event; false when it was refused since nobody is there to take it.</summary>
    internal static async Task<bool> TryRaiseAsync(DurableTaskClient client, string instance, string name, object payload, CancellationToken cancellation)
    {
        try
        {
            await client.RaiseEventAsync(instance, name, payload, cancellation);
            return true;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // The exception's type is the host's, so the instance says which case it was.
            if (await client.GetInstanceAsync(instance, cancellation) is { IsCompleted: false })
            {
                throw;
            }

            return false;
        }
    }
}
