using System.Text.Json;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>An ended run as the HTTP API shows it.</summary>
public sealed record AttemptInfo(int Attempt, DateTimeOffset StartedAt, DateTimeOffset EndedAt, AttemptResult Result, StopReason StopReason, WorkError? Error)
{
    /// <summary>The period of periodic work that it belongs to, 1 for the first.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Period { get; init; }

    /// <summary>The output of a run of periodic work, whose own output stays empty.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Output { get; init; }

    /// <summary>Of how many slices the run was made, when its worker went on from checkpoints.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Slices { get; init; }

    /// <summary>The view of a stored attempt.</summary>
    /// <param name="attempt">What is stored.</param>
    /// <param name="output">Its output, fetched when it is stored by reference; null is none.</param>
    public static AttemptInfo Of(Attempt attempt, JsonElement? output = null) =>
        new(attempt.Number, attempt.StartedAt, attempt.EndedAt, attempt.Result, attempt.StopReason, attempt.Error)
        {
            Period = attempt.Period == 0 ? null : attempt.Period,
            Output = output,
            Slices = attempt.Slice == 0 ? null : attempt.Slice + 1,
        };
}

/// <summary>The ended runs of a work, oldest first.</summary>
public sealed record WorkHistory(IReadOnlyList<AttemptInfo> Attempts);
