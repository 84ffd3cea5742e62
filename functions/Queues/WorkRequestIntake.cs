// Authority: the claim of the message's id says whether it was taken, the instance that it names is the work.
// Twice: every message may be delivered again, also while it is being taken. The second delivery finds the claim and its instance, and enqueues nothing.
// A crash before the claim leaves nothing; after it, a claim whose instance the next delivery starts; after the start and before the message is deleted, a message that the next delivery
// answers with the same work. A refused message may so be in the poison queue twice.
using Azure.Storage.Queues.Models;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Work.Functions.Host;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Queues;

/// <summary>Takes a message in as a request to enqueue work. Its id is the idempotency key.</summary>
public sealed partial class WorkRequestIntake(
    WorkEnqueuer enqueuer, WorkClaims claims, WorkIntake intake, RealTime time, TimeProvider clock, IOptions<WorkOptions> options, IOptions<WorkQueueOptions> queues, ILogger<WorkRequestIntake> logger)
{
    private const int LooksWhileClosed = 30;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>Enqueues what the message asks for; null, or the messages for the poison queue when it cannot be taken now or ever.</summary>
    /// <exception cref="RefusedException">It cannot be taken now, and may be later.</exception>
    public async Task<string[]?> TakeAsync(DurableTaskClient client, QueueMessage message, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        await WaitUntilOpenAsync(cancellation);
        try
        {
            string key = WorkClaims.KeyOfMessage(message.MessageId);
            await RefuseForgottenAsync(client, message, key, cancellation);
            EnqueueAnswer answer = await enqueuer.EnqueueAsync(client, BodyOf(message), key, cancellation);
            LogTaken(message.MessageId, WorkJson.NameOf(answer.Operation), answer.IsReplay);
            return null;
        }
        catch (RefusedException refused) when (!refused.Refusal.MayPassLater)
        {
            LogRefused(message.MessageId, refused.Refusal.Detail);
            return RefusedMessage.TextsOf(message, refused.Refusal);
        }
    }

    // Messages that are held here are not taken from the queue over and over, and others wait in it.
    private async Task WaitUntilOpenAsync(CancellationToken cancellation)
    {
        for (int look = 0; look < LooksWhileClosed && !intake.IsOpen; look++)
        {
            await Task.Delay(LookInterval, time, cancellation);
        }

        intake.EnsureOpen();
    }

    private ReadOnlyMemory<byte> BodyOf(QueueMessage message)
    {
        ReadOnlyMemory<byte> body = MessageRules.BodyOf(message.Body.ToMemory());
        int most = options.Value.Limits.MaxBodyBytes;
        return body.Length <= most ? body : throw new RefusedException(Refusals.Of(413, [new Fault("$", $"must not be larger than {most} bytes", 413)]));
    }

    private async Task RefuseForgottenAsync(DurableTaskClient client, QueueMessage message, string key, CancellationToken cancellation)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (MessageRules.IsForgotten(message.InsertedOn ?? now, message.DequeueCount, queues.Value.RememberFor, now) && await claims.FindAsync(client, key, cancellation) is null)
        {
            throw new RefusedException(Refusals.Forgotten);
        }
    }

    [LoggerMessage(LogLevel.Debug, "The message {Id} was taken: {Operation}, again: {Again}.")]
    private partial void LogTaken(string id, string operation, bool again);

    [LoggerMessage(LogLevel.Warning, "The message {Id} cannot be taken, and goes to the poison queue: {Why}")]
    private partial void LogRefused(string id, string why);
}
