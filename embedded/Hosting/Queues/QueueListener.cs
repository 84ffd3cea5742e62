// Authority: the queue says which messages there are, and how often each was delivered. Nothing is kept here.
// Twice: a message is taken out only when its function has ended well and its outputs are sent. A crash before that leaves it hidden until its lease is over;
// then it is delivered again, to a function that must know it again. The same holds for a move to the poison queue: the copy may come twice, and is never lost.
using System.Diagnostics;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Work.Embedded.Engine.Tracing;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Invocation;

namespace Work.Embedded.Hosting.Queues;

/// <summary>The life of one queue function: looks for messages, and works on so many of them at once.</summary>
internal sealed partial class QueueListener(
    Function function, QueueClient queue, MessageSender poison, MessageSender? output, QueueSettings settings, TimeSpan lease, BackgroundRunner runner, TimeProvider clock, ILogger logger)
    : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly PollingPauses pauses = new(settings.MaxPollingInterval);
    private readonly HashSet<Task> working = [];
    private Task listening = Task.CompletedTask;
    private bool failing;

    public void Start() => listening = Task.Run(ListenAsync);

    /// <summary>Takes no more messages, tells the functions that run to stop, and awaits them until <paramref name="patience"/> is cancelled.</summary>
    public async Task StopAsync(CancellationToken patience)
    {
        await stop.CancelAsync();
        await listening.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => stop.Dispose();

    private async Task ListenAsync()
    {
        try
        {
            await CreateAsync();
            while (!stop.IsCancellationRequested)
            {
                var messages = await ReceiveAsync();
                foreach (var message in messages)
                {
                    working.Add(Task.Run(() => TakeAsync(message)));
                }

                await (messages.Length == 0 ? Task.Delay(pauses.Next(), clock, stop.Token) : WhenThereIsRoomAsync());
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host stops.
        }

        await Task.WhenAll(working);
    }

    private async Task<QueueMessage[]> ReceiveAsync()
    {
        try
        {
            // Not cut off by a stop: messages may have been given out by then, and nobody would have them.
            QueueMessage[] messages = await queue.ReceiveMessagesAsync(settings.BatchSize, lease, CancellationToken.None);
            if (failing)
            {
                failing = false;
                LogReachable(function.Name, queue.Name);
            }

            return messages;
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await CreateAsync();
            return [];
        }
        catch (Exception e)
        {
            SayUnreachable(e);
            return [];
        }
    }

    private async Task CreateAsync()
    {
        try
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: stop.Token);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            SayUnreachable(e);
        }
    }

    // Once for each outage: an account that cannot be reached is looked at like an empty queue.
    private void SayUnreachable(Exception fault)
    {
        if (!failing)
        {
            failing = true;
            LogUnreachable(function.Name, queue.Name, fault.Message);
        }
    }

    private async Task WhenThereIsRoomAsync()
    {
        pauses.Reset();
        while (working.RemoveWhere(task => task.IsCompleted) >= 0 && working.Count > settings.NewBatchThreshold)
        {
            await Task.WhenAny(working).WaitAsync(stop.Token);
        }
    }

    private async Task TakeAsync(QueueMessage message)
    {
        using var hold = new MessageLease(queue, message, lease, clock, logger);
        if (await IsDoneAsync(message))
        {
            await hold.DeleteAsync();
        }
        else
        {
            await hold.ReleaseAsync(stop.IsCancellationRequested ? TimeSpan.Zero : settings.VisibilityTimeout);
        }
    }

    private async Task<bool> IsDoneAsync(QueueMessage message)
    {
        // Whoever had it so often before did not live to say so.
        if (message.DequeueCount > settings.MaxDequeueCount)
        {
            return await TryPoisonAsync(message, "was delivered too often");
        }

        if (!MessageText.TryDecode(message, settings.IsBase64, out var decoded))
        {
            return await TryPoisonAsync(message, "is no Base64");
        }

        using var span = EngineSpans.BeginQueueFunction(function.Name, queue.Name, message.MessageId, message.DequeueCount);
        try
        {
            var result = await runner.RunAsync(function, new MessageDelivery(decoded), stop.Token);
            await (output?.SendResultAsync(result) ?? Task.CompletedTask);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            LogFailed(e, function.Name, message.MessageId, message.DequeueCount, settings.MaxDequeueCount);
            return message.DequeueCount >= settings.MaxDequeueCount && await TryPoisonAsync(message, "failed too often");
        }
    }

    private async Task<bool> TryPoisonAsync(QueueMessage message, string why)
    {
        try
        {
            await poison.SendTextAsync(message.Body.ToString());
            LogPoisoned(message.MessageId, poison.Name, why);
            return true;
        }
        catch (Exception e)
        {
            LogNotPoisoned(message.MessageId, poison.Name, e.Message);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Function} cannot reach the queue {Queue}, and looks again now and then: {Reason}")]
    private partial void LogUnreachable(string function, string queue, string reason);

    [LoggerMessage(LogLevel.Information, "{Function} reaches the queue {Queue} again.")]
    private partial void LogReachable(string function, string queue);

    [LoggerMessage(LogLevel.Error, "The function {Function} failed on message {Id}, at delivery {Delivery} of {Most}.")]
    private partial void LogFailed(Exception exception, string function, string id, long delivery, int most);

    [LoggerMessage(LogLevel.Error, "The message {Id} was moved to the queue {Poison}: it {Why}.")]
    private partial void LogPoisoned(string id, string poison, string why);

    [LoggerMessage(LogLevel.Error, "The message {Id} could not be moved to the queue {Poison}: {Reason}")]
    private partial void LogNotPoisoned(string id, string poison, string reason);
}
