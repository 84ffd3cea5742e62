using System.Collections.Immutable;

namespace Work.Model;

/// <summary>
/// What an instance shows to readers while it runs: its records, cut to fit a custom status (16 KB of UTF-16 on Azure). Details go first,
/// states never do: whoever watches for a stop can rely on them. What was cut is in the instance's ledger.
/// </summary>
public static class GraphStatus
{
    /// <summary>The characters of JSON that a status may have; the rest of the 8,192 is left to escaping.</summary>
    public const int MaxCharacters = 7_500;

    private const int CharactersOfARecord = 110;
    private const int CharactersOfAnAttempt = 62;

    /// <summary>The records of a state, with as much detail as fits.</summary>
    public static GraphState Of(GraphState state)
    {
        ImmutableArray<WorkRecord> works = state.Works;
        if (works.Sum(Length) <= MaxCharacters)
        {
            return new GraphState { Works = works };
        }

        ImmutableArray<WorkRecord> lean = [.. works.Select(WithoutPast)];
        return new GraphState { Works = lean.Sum(Length) <= MaxCharacters ? lean : [.. lean.Select(WithoutData)], Trimmed = true };
    }

    /// <summary>A trimmed status with the details of the ledger's page put back where they are of the same run.</summary>
    public static GraphState WithDetails(GraphState status, GraphState ledger) => status with
    {
        Works = [.. status.Works.Select((record, index) => index < ledger.Works.Length ? WithDetails(record, ledger.Works[index]) : record)],
    };

    private static WorkRecord WithDetails(WorkRecord record, WorkRecord page) =>
        page.State == record.State && page.RunAttemptCount == record.RunAttemptCount
            ? page with { Progress = record.Progress ?? page.Progress, LastHeartbeatAt = record.LastHeartbeatAt }
            : record with { Attempts = page.Attempts };

    private static WorkRecord WithoutPast(WorkRecord record) => record with { Attempts = null };

    private static WorkRecord WithoutData(WorkRecord record) => record with
    {
        Error = null,
        Progress = null,
        Output = record.Output is null ? null : new Payload(),
        EnqueuedAt = record.State == WorkState.Enqueued ? record.EnqueuedAt : null,
    };

    // An upper bound without serializing: a blocked record is nearly nothing, an escaped character can take six.
    private static int Length(WorkRecord record) =>
        (record == Untouched ? 3 : CharactersOfARecord)
        + (record.Attempts?.Sum(attempt => CharactersOfAnAttempt + Length(attempt.Error)) ?? 0)
        + Length(record.Error)
        + (record.Output is { } output ? 12 + Text(output.Reference) + (output.Inline?.GetRawText().Length ?? 0) : 0)
        + (record.Progress?.GetRawText().Length ?? 0);

    private static readonly WorkRecord Untouched = new();

    private static int Length(WorkError? error) => error is null ? 0 : 30 + Text(error.Type) + Text(error.Message);

    private static int Text(string? text) => text is null ? 0 : text.Sum(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '.' or ',' or ':' or '-' or '/' or '_' ? 1 : 6);
}
