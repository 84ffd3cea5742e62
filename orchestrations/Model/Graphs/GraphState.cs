using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>
/// An instance that waits to be told when works of this one have ended; what it has been told is not told again. Works of one group are
/// waited for by the same works there, so that nobody needs to hear of some before all of them.
/// </summary>
public sealed record Subscriber(string Instance, IReadOnlyList<IReadOnlyList<int>> Groups);

/// <summary>Works that a subscriber is to be told of now.</summary>
public sealed record Notice(string Instance, IReadOnlyList<int> Works);

/// <summary>All that changes in a graph, and all that must survive when its orchestration continues as new.</summary>
public sealed record GraphState
{
    /// <summary>The records, at the positions of the specs.</summary>
    [JsonPropertyName("w")]
    public ImmutableArray<WorkRecord> Works { get; init; } = [];

    /// <summary>The final states of prerequisites in other instances, by id in ordinal order, as far as they are known.</summary>
    [JsonPropertyName("x"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImmutableSortedDictionary<string, WorkState>? Elsewhere
    {
        get;
        init => field = value?.WithComparers(StringComparer.Ordinal);
    }

    /// <summary>Who waits to be told.</summary>
    [JsonPropertyName("s"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Subscriber>? Subscribers { get; init; }

    /// <summary>Details were left out to fit a custom status; they are in the instance's ledger.</summary>
    [JsonPropertyName("t"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Trimmed { get; init; }

    /// <summary>Whether every work has finished.</summary>
    [JsonIgnore]
    public bool IsFinished
    {
        get
        {
            foreach (WorkRecord work in Works)
            {
                if (!work.State.IsFinished())
                {
                    return false;
                }
            }

            return true;
        }
    }
}
