using System.Text.Json;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>
/// What is sent to a running graph: one event name and one type for all kinds, so that their order is kept and each is taken once by
/// one waiter. Exactly one member is set. A message may come twice: each kind is idempotent.
/// </summary>
public sealed record GraphMessage
{
    /// <summary>The name of the external event that carries it.</summary>
    public const string EventName = "work";

    /// <inheritdoc cref="GraphEvent.CancelAsked"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GraphEvent.CancelAsked? Cancel { get; init; }

    /// <inheritdoc cref="GraphEvent.StopAsked"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GraphEvent.StopAsked? Stop { get; init; }

    /// <inheritdoc cref="GraphEvent.DelaySkipped"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GraphEvent.DelaySkipped? SkipDelay { get; init; }

    /// <inheritdoc cref="GraphEvent.Reported"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GraphEvent.Reported? Report { get; init; }

    /// <inheritdoc cref="GraphEvent.EndedElsewhere"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GraphEvent.EndedElsewhere? Ended { get; init; }

    /// <inheritdoc cref="GraphEvent.GateAnswered"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GraphEvent.GateAnswered? Gate { get; init; }

    /// <inheritdoc cref="GraphEvent.ConstraintsMet"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GraphEvent.ConstraintsMet? Met { get; init; }

    /// <inheritdoc cref="GraphEvent.RemoteEnded"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GraphEvent.RemoteEnded? RemoteEnded { get; init; }

    /// <inheritdoc cref="GraphEvent.Leased"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GraphEvent.Leased? Lease { get; init; }

    /// <inheritdoc cref="GraphEvent.Renewed"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GraphEvent.Renewed? Renew { get; init; }

    /// <summary>Another instance asks to be told when works of this one have ended.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Subscriber? Subscribe { get; init; }

    /// <summary>The instance that has taken a subscription and will tell.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SubscribedTo { get; init; }

    /// <summary>A caller asks for an update of a work; it is an event for the rules once it has been stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UpdateAsked? Update { get; init; }

    /// <inheritdoc cref="GraphEvent.PruneAsked"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GraphEvent.PruneAsked? Prune { get; init; }

    /// <summary>The instance is to look again what is due; nothing else.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Wake { get; init; }

    /// <summary>The message that wakes.</summary>
    public static GraphMessage Waking { get; } = new() { Wake = true };

    /// <summary>The event for the rules, if it is one.</summary>
    [JsonIgnore]
    public GraphEvent? Event => (GraphEvent?)Cancel ?? (GraphEvent?)Stop ?? (GraphEvent?)SkipDelay ?? (GraphEvent?)Report ?? (GraphEvent?)Gate ?? (GraphEvent?)Met
        ?? (GraphEvent?)Prune ?? (GraphEvent?)RemoteEnded ?? (GraphEvent?)Lease ?? (GraphEvent?)Renew ?? Ended;
}
