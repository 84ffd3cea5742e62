using Azure.Storage.Queues.Models;
using Microsoft.DurableTask;

namespace Work.Embedded.Hosting.Queues;

/// <summary>A message that is handed to a function.</summary>
internal sealed class MessageDelivery(QueueMessage message)
{
    /// <summary>What the trigger tells besides the message, by the names that the storage extension uses.</summary>
    public IReadOnlyDictionary<string, object?> BindingData { get; } = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
    {
        ["QueueTrigger"] = message.Body.ToString(),
        ["Id"] = message.MessageId,
        ["PopReceipt"] = message.PopReceipt,
        ["DequeueCount"] = message.DequeueCount,
        ["InsertionTime"] = message.InsertedOn,
        ["ExpirationTime"] = message.ExpiresOn,
        ["NextVisibleTime"] = message.NextVisibleOn,
    };

    /// <summary>The message as the type of a parameter: itself, its body as text or bytes, or its body read as JSON.</summary>
    public T? As<T>(DataConverter converter) =>
        typeof(T) == typeof(QueueMessage) ? (T)(object)message
        : typeof(T) == typeof(string) ? (T)(object)message.Body.ToString()
        : typeof(T) == typeof(BinaryData) ? (T)(object)message.Body
        : typeof(T) == typeof(byte[]) ? (T)(object)message.Body.ToArray()
        : converter.Deserialize<T>(message.Body.ToString());
}
