using System.Diagnostics.CodeAnalysis;
using System.Text;
using Azure.Storage.Queues.Models;

namespace Work.Embedded.Hosting.Queues;

/// <summary>Between the text of a message, as it lies in the queue, and its body, as functions see it.</summary>
internal static class MessageText
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>The message with its body; false when the text is no Base64 and should be.</summary>
    public static bool TryDecode(QueueMessage message, bool isBase64, [NotNullWhen(true)] out QueueMessage? decoded)
    {
        decoded = message;
        if (!isBase64)
        {
            return true;
        }

        try
        {
            var body = new BinaryData(Convert.FromBase64String(message.Body.ToString()));
            decoded = QueuesModelFactory.QueueMessage(
                message.MessageId, message.PopReceipt, body, message.DequeueCount, message.NextVisibleOn, message.InsertedOn, message.ExpiresOn);
            return true;
        }
        catch (FormatException)
        {
            decoded = null;
            return false;
        }
    }

    /// <summary>A body as it is put into the queue.</summary>
    public static string Encode(string body, bool isBase64) => isBase64 ? Convert.ToBase64String(Utf8.GetBytes(body)) : body;
}
