using System.Collections.Immutable;

namespace Work.Model;

/// <summary>
/// What an instance shows to readers while it runs: its records, cut to fit a custom status (16 KB of UTF-16 on Azure). Details go first,
/// states never do: whoever watches for a stop can rely on them. What was cut is in the instance's ledger.
/// </summary>
public static class GraphStatus
{
    /// <summary>
    /// The characters of JSON up to which details are shown. The least detail of 64 records takes up to 7,825, whatever their numbers
    /// are, and 8,192 is the end.
    /// </summary>
    public const int MaxCharacters = 7_500;

    /// <summary>The characters that the past periods of a periodic work may take, so that they are never cut from its status.</summary>
    public const int MaxCharactersOfPeriods = 4_000;

    private const int CharactersOfAnAttempt = 70;
    private const int CharactersOfAPeriodNumber = 15;
    private const int CharactersOfAPeriod = 160;
    private const int CharactersOfAFiring = 15;
    private const int CharactersOfGates = 260;
    private const int CharactersOfARemoteRun = 25;
    private const int CharactersOfAPayload = 20;
    private const int CharactersOfAnError = 30;

    /// <summary>The records of a state, with as much detail as fits.</summary>
    public static GraphState Of(GraphState state)
    {
        if (Fits(state.Works))
        {
            return new GraphState { Works = state.Works };
        }

        ImmutableArray<WorkRecord> lean = [.. state.Works.Select(WithoutPast)];
        return new GraphState { Works = Fits(lean) ? lean : [.. lean.Select(WithoutData)], Trimmed = true };
    }

    /// <summary>The latest of the ended runs of a periodic work, as many as its status always has room for, and at least one.</summary>
    public static IReadOnlyList<Attempt> Fitting(IReadOnlyList<Attempt> attempts)
    {
        int first = attempts.Count - 1;
        for (int left = MaxCharactersOfPeriods - Length(attempts[first]); first > 0 && left >= Length(attempts[first - 1]); first--)
        {
            left -= Length(attempts[first - 1]);
        }

        return first == 0 ? attempts : [.. attempts.Skip(first)];
    }

    /// <summary>A trimmed status with the details of the ledger's page put back where they are of the same run.</summary>
    public static GraphState WithDetails(GraphState status, GraphState ledger) => status with
    {
        Works = [.. status.Works.Select((record, index) => index < ledger.Works.Length ? WithDetails(record, ledger.Works[index]) : record)],
    };

    private static WorkRecord WithDetails(WorkRecord record, WorkRecord page) =>
        record.Pruned ? record
        : page.State == record.State && page.RunAttemptCount == record.RunAttemptCount
            ? page with { Progress = record.Progress ?? page.Progress, LastHeartbeatAt = record.LastHeartbeatAt ?? page.LastHeartbeatAt, Generation = record.Generation }
            : record with { Attempts = page.Attempts };

    private static WorkRecord WithoutPast(WorkRecord record) => record with { Attempts = null, Triggered = null };

    private static WorkRecord WithoutData(WorkRecord record) => record with
    {
        FailedAttempts = 0,
        Error = null,
        Progress = null,
        Gates = null,
        Remote = null,
        Checkpoint = null,
        Slice = 0,
        Foreground = null,
        Output = record.Output is null || !record.State.IsFinished() ? null : new Payload(),
        EnqueuedAt = record.State == WorkState.Enqueued ? record.EnqueuedAt : null,
        NextScheduleTime = record.State == WorkState.Enqueued ? record.NextScheduleTime : null,
        FinishedAt = record.State.IsFinished() ? record.FinishedAt : null,

        // A generation takes less room than the sign of life that it takes the place of.
        LastHeartbeatAt = record.Generation == 0 ? record.LastHeartbeatAt : null,
    };

    private static bool Fits(ImmutableArray<WorkRecord> works)
    {
        int left = MaxCharacters;
        foreach (WorkRecord record in works)
        {
            left -= Length(record);
            if (left < 0)
            {
                return false;
            }
        }

        return true;
    }

    // An upper bound without serializing: names and numbers as they are, texts as if every special character were escaped.
    private static int Length(WorkRecord record) =>
        "{},".Length
        + Number("s", (int)record.State) + Number("a", record.RunAttemptCount) + Number("fa", record.FailedAttempts) + Number("sr", (int)record.StopReason)
        + Number("gn", record.Generation)
        + Instant("e", record.EnqueuedAt) + Instant("n", record.NextScheduleTime) + Instant("st", record.StartedAt)
        + Instant("f", record.FinishedAt) + Instant("h", record.LastHeartbeatAt)
        + (record.Gates is { } gates ? CharactersOfGates + JsonLength.Of(gates.Hold?.Name) : 0)
        + (record.Triggered?.Sum(uri => JsonLength.Of(uri) + 1) + "\"tu\":[],".Length ?? 0)
        + (record.Remote is { } remote ? CharactersOfARemoteRun + Instant("u", remote.Until) + JsonLength.Of(remote.Offer) + JsonLength.Of(remote.Lease) : 0)
        + (record.Pruned ? "\"z\":true,".Length : 0)
        + (record.InFlight ? "\"i\":true,".Length : 0)
        + (record.Attempts?.Sum(Length) ?? 0)
        + (record.Period is { } period ? CharactersOfAPeriod + (CharactersOfAFiring * (period.Firings?.Count ?? 0)) : 0)
        + Length(record.Error)
        + Length(record.Output) + Length(record.Checkpoint) + Number("sl", record.Slice)
        + (record.Foreground is { } foreground ? "\"fg\":,".Length + JsonLength.Of(foreground) : 0)
        + (record.Progress is { } progress ? "\"p\":,".Length + JsonLength.Of(progress) : 0);

    private static int Number(string name, long number) => number == 0 ? 0 : "\"\":,".Length + name.Length + Digits(number);

    private static int Instant(string name, DateTimeOffset? at) => at is { } instant ? "\"\":,".Length + name.Length + Digits(instant.ToUnixTimeMilliseconds()) : 0;

    private static int Digits(long number) => number < 0 ? 1 + Digits(-number) : number < 10 ? 1 : 1 + Digits(number / 10);

    private static int Length(Attempt attempt) => CharactersOfAnAttempt + Number("sl", attempt.Slice) + (attempt.Period > 0 ? CharactersOfAPeriodNumber : 0) + Length(attempt.Error) + Length(attempt.Output);

    private static int Length(Payload? payload) => payload is null ? 0 : CharactersOfAPayload + JsonLength.Of(payload.Reference) + JsonLength.Of(payload.Inline);

    private static int Length(WorkError? error) => error is null ? 0 : CharactersOfAnError + JsonLength.Of(error.Type) + JsonLength.Of(error.Message);
}
