using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace QueueApp;

/// <summary>Functions of queues that a setting names, so that each test has its own. It listens to those that no test has asked for as well; they are empty.</summary>
public sealed class QueueFunctions(QueueJournal journal)
{
    [Function("TakeText")]
    public void TakeText([QueueTrigger("%Texts%")] string text) => journal.Seen.Enqueue(("TakeText", text));

    [Function("TakeBytes")]
    public void TakeBytes([QueueTrigger("%Bytes%")] BinaryData bytes) => journal.Seen.Enqueue(("TakeBytes", bytes.ToString()));

    [Function("TakeOrder")]
    public void TakeOrder([QueueTrigger("%Orders%")] Order order, FunctionContext context) =>
        journal.Seen.Enqueue(("TakeOrder", $"{order.Item} x {order.Count}, {context.BindingContext.BindingData["DequeueCount"]}"));

    [Function("Fail")]
    public void Fail([QueueTrigger("%Failing%")] QueueMessage message)
    {
        journal.Deliveries.Enqueue(message.DequeueCount);
        throw new InvalidOperationException("It fails.");
    }

    [Function("FailOnce")]
    public void FailOnce([QueueTrigger("%FailingOnce%")] QueueMessage message)
    {
        journal.Deliveries.Enqueue(message.DequeueCount);
        if (message.DequeueCount == 1)
        {
            throw new InvalidOperationException("It fails once.");
        }
    }

    [Function("Wait")]
    public async Task WaitAsync([QueueTrigger("%Waiting%")] QueueMessage message, CancellationToken stop)
    {
        journal.Deliveries.Enqueue(message.DequeueCount);
        journal.Enter();
        journal.Begun.TrySetResult();
        await journal.MayEnd.Task.WaitAsync(stop);
        journal.Leave();
    }

    [Function("Answer")]
    [QueueOutput("%Answers%")]
    public static string[]? Answer([QueueTrigger("%Questions%")] string text) => text == "nothing" ? null : [$"first {text}", $"second {text}"];
}

public sealed record Order(string Item, int Count);
