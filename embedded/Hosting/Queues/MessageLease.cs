// Authority: the queue. Whoever has the latest pop receipt has the message; this holds it, and is its only user.
// Twice: a lease that could not be renewed in time is lost, and the message is delivered to somebody else while the function still runs.
// A crash between two lines leaves the message hidden until its lease is over; then it is delivered again.
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;

namespace Work.Embedded.Hosting.Queues;

/// <summary>Keeps a message hidden from others while its function runs.</summary>
internal sealed partial class MessageLease : IDisposable
{
    private readonly QueueClient queue;
    private readonly QueueMessage message;
    private readonly TimeSpan length;
    private readonly TimeProvider clock;
    private readonly ILogger logger;
    private readonly CancellationTokenSource over = new();
    private readonly Task renewing;
    private string receipt;

    /// <summary>Takes over the lease with which the message was received, and renews it at each third of it.</summary>
    public MessageLease(QueueClient queue, QueueMessage message, TimeSpan length, TimeProvider clock, ILogger logger)
    {
        this.queue = queue;
        this.message = message;
        this.length = length;
        this.clock = clock;
        this.logger = logger;
        receipt = message.PopReceipt;
        renewing = KeepAsync();
    }

    /// <summary>Ends the renewing, and takes the message out of the queue.</summary>
    public async Task DeleteAsync()
    {
        await EndAsync();
        await TryAsync(() => queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None));
    }

    /// <summary>Ends the renewing, and shows the message again after a time.</summary>
    public async Task ReleaseAsync(TimeSpan hiddenFor)
    {
        await EndAsync();
        await TryAsync(() => queue.UpdateMessageAsync(message.MessageId, receipt, (string?)null, hiddenFor, CancellationToken.None));
    }

    public void Dispose() => over.Dispose();

    private async Task KeepAsync()
    {
        while (true)
        {
            try
            {
                await Task.Delay(length / 3, clock, over.Token);

                // A renewal that is cut off may have been carried out, and then the receipt is an old one: so it is not cut off, but awaited.
                UpdateReceipt renewed = await queue.UpdateMessageAsync(message.MessageId, receipt, (string?)null, length, CancellationToken.None);
                receipt = renewed.PopReceipt;
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                LogNotRenewed(message.MessageId, e.Message);
                if (IsLost(e))
                {
                    return;
                }
            }
        }
    }

    private async Task EndAsync()
    {
        await over.CancelAsync();
        await renewing;
    }

    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (Exception e) when (IsLost(e))
        {
            LogLost(message.MessageId);
        }
        catch (Exception e)
        {
            LogNotTold(message.MessageId, e.Message);
        }
    }

    private static bool IsLost(Exception fault) => fault is RequestFailedException { ErrorCode: { } code }
        && (code == QueueErrorCode.MessageNotFound || code == QueueErrorCode.PopReceiptMismatch || code == QueueErrorCode.QueueNotFound);

    [LoggerMessage(LogLevel.Warning, "The lease of message {Id} could not be renewed ({Reason}).")]
    private partial void LogNotRenewed(string id, string reason);

    [LoggerMessage(LogLevel.Information, "The message {Id} was delivered to somebody else meanwhile, or taken out of the queue.")]
    private partial void LogLost(string id);

    [LoggerMessage(LogLevel.Warning, "The queue could not be told what became of message {Id} ({Reason}); it will be delivered once more.")]
    private partial void LogNotTold(string id, string reason);
}
