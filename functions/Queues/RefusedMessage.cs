using System.Text;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Work.Functions.Http;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Queues;

/// <summary>A message that was refused, as it lies in the poison queue.</summary>
/// <param name="MessageId">Its id in the queue that it came from.</param>
/// <param name="InsertedAt">When it was put there.</param>
/// <param name="Problem">Why it was refused: what the API would have answered.</param>
/// <param name="Body">Its text as it came; absent when the two together are too large for one message. Then the text follows in a message of its own.</param>
internal sealed record RefusedMessage(string MessageId, DateTimeOffset? InsertedAt, Answers.ProblemDetails Problem, string? Body)
{
    /// <summary>The texts to put into the poison queue: one, or two when one would be too large.</summary>
    public static string[] TextsOf(QueueMessage message, Refusal refusal)
    {
        string body = message.Body.ToString();
        var refused = new RefusedMessage(message.MessageId, message.InsertedOn, Answers.DetailsOf(refusal), body);
        string text = refused.Write();
        return Encoding.UTF8.GetByteCount(text) <= MessageRules.MaxBytesInAnyEncoding ? [text] : [(refused with { Body = null }).Cut().Write(), body];
    }

    // A body can have more faults than a message has room for.
    private RefusedMessage Cut() => Encoding.UTF8.GetByteCount(Write()) <= MessageRules.MaxBytesInAnyEncoding ? this : this with { Problem = Problem with { Errors = null } };

    private string Write() => JsonSerializer.Serialize(this, WorkJson.Options);
}
