using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>
/// What a record knows of a run outside the process. While the work is enqueued: under which entry it is offered to who leases. While it is running:
/// which lease holds it, if it is one, and when the instance stops waiting for its result. The attempt is what fences a result.
/// </summary>
public sealed record RemoteRun
{
    /// <summary>The entry of the pool under which the work is offered; null when it is not.</summary>
    [JsonPropertyName("o"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Offer { get; init; }

    /// <summary>What the holder of the lease drew, so that one of many who ask knows that it was the one; null when the run is not leased.</summary>
    [JsonPropertyName("l"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Lease { get; init; }

    /// <summary>When the run ends by itself: the end of the lease, or of the run's timeout if that is earlier; null when it is waited for without end.</summary>
    [JsonPropertyName("u"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? Until { get; init; }
}
