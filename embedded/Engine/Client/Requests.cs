using Work.Embedded.Engine.Core;
using Work.Embedded.Engine.Messages;

namespace Work.Embedded.Engine.Client;

/// <summary>Requests of clients: into the mailbox, and back when the step that took them is on disk.</summary>
internal static class Requests
{
    public static TaskCompletionSource NewAck() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <exception cref="InvalidOperationException">The engine is stopping, or has stopped.</exception>
    public static Task SendAsync(EngineCore core, string target, Message message, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        core.EnsureOpen();
        core.Actors.Post(target, message);
        return cancellation.CanBeCanceled ? message.Ack!.Task.WaitAsync(cancellation) : message.Ack!.Task;
    }
}
