using System.Text.Json;
using Azure.Storage.Queues.Models;

namespace Work.Embedded.Hosting.Queues;

/// <summary>A message that is handed to a function.</summary>
internal sealed class MessageDelivery(QueueMessage message)
{
    private static readonly JsonSerializerOptions AnyCase = new() { PropertyNameCaseInsensitive = true };

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

    /// <summary>The message as the type of a parameter: itself, its body as text or bytes, or its body read as JSON, names in any case.</summary>
    public T? As<T>() =>
        typeof(T) == typeof(QueueMessage) ? (T)(object)message
        : typeof(T) == typeof(string) ? (T)(object)message.Body.ToString()
        : typeof(T) == typeof(BinaryData) ? (T)(object)message.Body
        : typeof(T) == typeof(byte[]) ? (T)(object)message.Body.ToArray()
        : JsonSerializer.Deserialize<T>(message.Body.ToMemory().Span, AnyCase);
}
