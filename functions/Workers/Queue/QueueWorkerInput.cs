using System.Text;
using System.Text.Json;
using Work.Functions.Telemetry;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>The input of the worker <c>queue</c>, read and checked.</summary>
internal sealed record QueueWorkerInput(string Queue, JsonElement? Message, bool IsBase64, TimeSpan? Delay, TimeSpan? TimeToLive, bool AwaitsCallback)
{
    private static readonly TimeSpan MostDelay = TimeSpan.FromDays(7);
    private static readonly TimeSpan NoEnd = TimeSpan.FromSeconds(-1);
    private static readonly TimeSpan LeastTimeToLive = TimeSpan.FromSeconds(1);

    /// <summary>Reads it; null with a failure when anything is wrong.</summary>
    public static QueueWorkerInput? Read(JsonElement input, out WorkResult? failure)
    {
        var reader = new InputReader(input);
        var queue = reader.Text("queue", required: true);
        var message = reader.Raw("message");
        if (message is { ValueKind: JsonValueKind.String } text && JsonText.Of(text) is null)
        {
            reader.Fault("'message' must be well-formed Unicode");
        }

        var encoding = reader.Text("encoding") ?? "none";
        if (encoding is not ("none" or "base64"))
        {
            reader.Fault("'encoding' must be none or base64");
        }

        var delay = reader.Duration("delay");
        if (delay > MostDelay)
        {
            reader.Fault("'delay' must be at most P7D");
        }

        var timeToLive = reader.Duration("timeToLive");
        if (timeToLive < LeastTimeToLive || timeToLive <= delay)
        {
            reader.Fault("'timeToLive' must be at least PT1S, and longer than 'delay'");
        }

        var awaits = reader.Flag("awaitCallback") ?? message is null;
        if (awaits && message is not null)
        {
            reader.Fault("'awaitCallback' must be false with a 'message' of one's own, which carries no callback");
        }

        failure = reader.Failure;
        return failure is null ? new QueueWorkerInput(queue!, message, encoding == "base64", delay, timeToLive, awaits) : null;
    }

    /// <summary>The text of the message of one attempt.</summary>
    public string TextOf(WorkContext context, Uri? callback)
    {
        var body = Message switch
        {
            { ValueKind: JsonValueKind.String } text => Encoding.UTF8.GetBytes(JsonText.Of(text)!),
            { } json => Encoding.UTF8.GetBytes(json.GetRawText()),
            null => WorkEnvelope.Of(context, callback, WorkTelemetry.CurrentTrace()),
        };
        return IsBase64 ? Convert.ToBase64String(body) : Encoding.UTF8.GetString(body);
    }

    /// <summary>How long the message lives: what nobody has taken when the run is over, nobody needs any more; a run without an end keeps its message.</summary>
    public TimeSpan? LifeOf(WorkContext context)
    {
        if (TimeToLive is not null || !AwaitsCallback)
        {
            return TimeToLive;
        }

        if (context.Deadline is not { } deadline)
        {
            return NoEnd;
        }

        var least = (Delay ?? TimeSpan.Zero) + LeastTimeToLive;
        var left = TimeSpan.FromSeconds(Math.Ceiling((deadline - context.Clock.GetUtcNow()).TotalSeconds));
        return left > least ? left : least;
    }
}
