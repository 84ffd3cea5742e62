using System.Text;
using System.Text.Json;
using Azure;
using Azure.Identity;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Work.Functions.Queues;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>
/// Puts a message into a storage queue, for somebody who does the work and calls back. Each attempt puts a message of its own, and one whose answer was lost may be there twice: the work's id
/// and the attempt tell them apart, and the callback of an attempt that is over is refused.
/// </summary>
public sealed class QueueWorker(WorkQueueAccount account, WorkQueueNames names) : IWorker
{
    /// <inheritdoc/>
    public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        var input = QueueWorkerInput.Read(context.Input, out var failure);
        if (input is null)
        {
            return failure!;
        }

        if (names.Refusal(input.Queue) is { } refusal)
        {
            return WorkResult.Failure(new WorkError(ErrorTypes.AddressRefused, refusal));
        }

        if (account.Open(input.Queue) is not { } queue)
        {
            return WorkResult.Failure(new WorkError(ErrorTypes.NoStorage, "No storage account is configured (Work:Queues:Connection)."));
        }

        var callback = input.AwaitsCallback ? await context.GetCallbackAsync(stop) : null;
        if (input.AwaitsCallback && callback is null)
        {
            return WorkResult.Failure(new WorkError(
                ErrorTypes.NoCallback, "The host does not know its own address (Work:PublicUrl), so nobody could call back. With 'awaitCallback' false the message is put and the work is done."));
        }

        var text = input.TextOf(context, callback);
        return Encoding.UTF8.GetByteCount(text) <= MessageRules.MaxBytes
            ? await PutAsync(queue, text, input, context, stop)
            : WorkResult.Failure(new WorkError(ErrorTypes.MessageTooLarge, $"The message has more than {MessageRules.MaxBytes} bytes."));
    }

    // A role that was given takes minutes to hold, so who is not let in now may be later.
    private static async Task<WorkResult> PutAsync(QueueClient queue, string text, QueueWorkerInput input, WorkContext context, CancellationToken stop)
    {
        using var alive = context.KeepAlive();
        try
        {
            SendReceipt receipt = await SendAsync(queue, text, input, context, stop);
            return input.AwaitsCallback ? WorkResult.AwaitCallback() : WorkResult.Success(JsonSerializer.SerializeToElement(
                new { queue = queue.Name, messageId = receipt.MessageId, insertedAt = Rfc3339.Format(receipt.InsertionTime), expiresAt = Rfc3339.Format(receipt.ExpirationTime) }));
        }
        catch (RequestFailedException fault) when (fault.Status is >= 400 and < 500 and not (401 or 403 or 408 or 409 or 429))
        {
            return WorkResult.Failure(new WorkError(ErrorTypes.UnexpectedStatus, $"The queue '{queue.Name}' answered {fault.Status} {fault.ErrorCode}."));
        }
        catch (RequestFailedException fault)
        {
            return WorkResult.Retry(new WorkError(ErrorTypes.NoConnection, $"The queue '{queue.Name}' cannot be reached: {fault.Status} {fault.ErrorCode}"));
        }
        catch (AuthenticationFailedException)
        {
            return WorkResult.Retry(new WorkError(ErrorTypes.NoConnection, $"The account of the queue '{queue.Name}' cannot be signed in to."));
        }
        catch (AggregateException)
        {
            return WorkResult.Retry(new WorkError(ErrorTypes.NoConnection, $"The queue '{queue.Name}' cannot be reached."));
        }
    }

    private static async Task<SendReceipt> SendAsync(QueueClient queue, string text, QueueWorkerInput input, WorkContext context, CancellationToken stop)
    {
        try
        {
            return await queue.SendMessageAsync(text, input.Delay, input.LifeOf(context), stop);
        }
        catch (RequestFailedException fault) when (fault.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: stop);
            return await queue.SendMessageAsync(text, input.Delay, input.LifeOf(context), stop);
        }
    }
}
