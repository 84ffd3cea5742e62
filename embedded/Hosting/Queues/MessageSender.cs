using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.DurableTask.Converters;

namespace Work.Embedded.Hosting.Queues;

/// <summary>Puts messages into a queue, which is made when it is missing.</summary>
internal sealed class MessageSender(QueueClient queue, bool isBase64)
{
    public string Name => queue.Name;

    /// <summary>Sends what a function returned: null is nothing, several texts are several messages, what is no text is sent as JSON.</summary>
    public async Task SendResultAsync(object? result)
    {
        var bodies = result switch
        {
            null => [],
            string text => [text],
            IEnumerable<string> texts => texts,
            _ => [JsonDataConverter.Default.Serialize(result)!],
        };
        foreach (var body in bodies)
        {
            await SendTextAsync(MessageText.Encode(body, isBase64));
        }
    }

    /// <summary>Sends a text as it is.</summary>
    public async Task SendTextAsync(string text)
    {
        try
        {
            await queue.SendMessageAsync(text);
        }
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync();
            await queue.SendMessageAsync(text);
        }
    }
}
