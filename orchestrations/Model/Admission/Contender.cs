using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>A work that has a place, or waits for one. The stored names are short because many are stored at every step.</summary>
public sealed record Contender
{
    /// <summary>The instance that owns the work.</summary>
    [JsonPropertyName("i")]
    public required string Instance { get; init; }

    /// <summary>The work's position there.</summary>
    [JsonPropertyName("x"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Index { get; init; }

    /// <summary>Which asking it is.</summary>
    [JsonPropertyName("p"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Pass { get; init; }

    /// <summary>Higher goes first: the priority, and far above it what is expedited.</summary>
    [JsonPropertyName("r"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Rank { get; init; }

    /// <summary>Since when it has been due; earlier goes first among equals.</summary>
    [JsonPropertyName("d"), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Which asker it was; earlier goes first among those that are due since the same instant.</summary>
    [JsonPropertyName("a"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Number { get; init; }

    /// <summary>How many places there are, as this work has it.</summary>
    [JsonPropertyName("m")]
    public int Places { get; init; }

    /// <summary>Who it is.</summary>
    [JsonIgnore]
    public GateTicket Ticket => new(Instance, Index, Pass);

    /// <summary>The contender that a question makes at a gate.</summary>
    public static Contender Of(GateRequest request, Gate gate)
    {
        ArgumentNullException.ThrowIfNull(request);
        WorkSpec work = request.Work;
        return new Contender
        {
            Instance = request.Ticket.Instance,
            Index = request.Ticket.Index,
            Pass = request.Ticket.Pass,
            Rank = AdmissionGates.Rank(work),
            DueAt = request.DueAt,
            Places = gate == Gate.Key ? work.MaxConcurrency : work.Slots,
        };
    }

    /// <summary>Whether it is the one with this ticket.</summary>
    public bool Is(GateTicket ticket) => Index == ticket.Index && Pass == ticket.Pass && Instance == ticket.Instance;

    /// <summary>Whether it goes before another.</summary>
    public bool GoesBefore(Contender other) =>
        Rank != other.Rank ? Rank > other.Rank
        : DueAt != other.DueAt ? DueAt < other.DueAt
        : Number < other.Number;
}
