using System.Text.Json;

namespace Work.Simulation.Reference;

/// <summary>What must hold of a work whenever it is shown.</summary>
internal static class ReadRules
{
    private static readonly string[] States = ["blocked", "enqueued", "running", "succeeded", "failed", "cancelled"];

    public static bool IsFinished(string state) => state is "succeeded" or "failed" or "cancelled";

    /// <summary>A work was shown to somebody who had asked at <paramref name="askedAtStep"/>.</summary>
    public static void Shown(Ledger ledger, JsonElement shown, long askedAtStep)
    {
        if (ledger.Meet(shown) is not { } work)
        {
            return;
        }

        ledger.Checks++;
        string state = shown.GetProperty("state").GetString()!;
        int attempts = shown.GetProperty("runAttemptCount").GetInt32();
        string? output = shown.TryGetProperty("output", out JsonElement told) && told.ValueKind == JsonValueKind.Object && told.TryGetProperty("from-" + work.Plan.Tag, out JsonElement token) ? token.ToString() : null;
        if (!States.Contains(state))
        {
            ledger.Break("states are known", $"{work.Id} is {state}");
        }

        if (work.Final is { } final && work.FinalAtStep < askedAtStep && (final != state || (work.FinalOutput != output && work.FinalOutput is not null && !IsBeingRemoved(work, output))))
        {
            ledger.Break("finished is final", $"{work.Id} ({work.Plan.Tag}) was {final} {work.FinalOutput} and is {state} {output}");
        }

        if (IsFinished(state))
        {
            Finished(ledger, work, state, attempts, output, shown);
        }
    }

    /// <summary>A work was looked for and is not there.</summary>
    public static void Missing(Ledger ledger, KnownWork work, long askedAtStep)
    {
        ledger.Checks++;
        work.IsGone = true;
        bool mayBe = work.Plan.MayBeReplaced || ((work.Plan.MayBeRemoved || work.Plan.IsKeptBriefly) && work.MayBeFinished(ledger.Life));
        if (work.IsAcknowledged && !mayBe)
        {
            ledger.Break("no acknowledged work is lost", $"{work.Id} ({work.Plan.Tag}) is not there, asked at step {askedAtStep}");
        }
    }

    // A prune that was cut off has removed the output, and the next one removes the rest.
    private static bool IsBeingRemoved(KnownWork work, string? output) => output is null && (work.Plan.MayBeRemoved || work.Plan.IsKeptBriefly);

    private static void Finished(Ledger ledger, KnownWork work, string state, int attempts, string? output, JsonElement shown)
    {
        bool isNew = work.Final is null || work.FinalAttempts is null;
        if (work.Final is null)
        {
            work.FinalAtStep = ledger.Step;
        }

        work.Final = state;
        work.FinalAttempts = attempts;
        work.FinalOutput = output;
        if (!isNew)
        {
            return;
        }

        Judge(ledger, work, shown.ToString());
    }

    /// <summary>Whether what happened gives a finished work the state in which it is. The more of its prerequisites are known, the more this says.</summary>
    public static void Judge(Ledger ledger, KnownWork work, string shown)
    {
        (string? state, int attempts, string? output) = (work.Final, work.FinalAttempts ?? 0, work.FinalOutput);
        string what = $"{work.Id} ({work.Plan.Tag}) is {state} after {attempts} attempts";
        if (!work.Plan.IsPeriodic && work.Runs.Select(run => run.Attempt).DefaultIfEmpty(0).Max() > attempts)
        {
            ledger.Break("attempts are counted before they start", $"{what}, and run {work.Runs.Max(run => run.Attempt)} began");
        }

        string? wrong = state switch
        {
            "succeeded" when !work.Runs.Exists(run => run.Ending == Ending.Success && run.Attempt == attempts && !run.IsRefused && output == run.Token) => $"no run of its last attempt gave its output {output}",
            "failed" when !MayFail(ledger, work, attempts) => "nothing that happened fails it",
            "cancelled" when !MayBeCancelled(ledger, work) => "nobody asked for it",
            _ => null,
        };
        if (wrong is not null)
        {
            ledger.Break($"a work is {state} for a reason", $"{what}: {wrong}; {shown}");
        }
    }

    private static bool MayFail(Ledger ledger, KnownWork work, int attempts) =>
        work.Runs.Exists(run => run is { Ending: Ending.Failure, IsRefused: false })
        || (work.Plan.MaxAttempts > 0 && attempts >= work.Plan.MaxAttempts)
        || work.Plan.After.Any(tag => ledger.With(tag).Any(before => before.Final is "failed" or null) || !ledger.With(tag).Any())
        || work.Plan.MayBeUpdated || work.Plan.MayInherit;

    private static bool MayBeCancelled(Ledger ledger, KnownWork work) =>
        work.Plan.MayBeCancelled || work.Plan.MayBeReplaced || work.Plan.IsDroppable || work.Plan.MayInherit
        || work.Plan.After.Any(tag => ledger.With(tag).Any(before => before.Final is "cancelled" or null || MayBeCancelled(ledger, before)) || !ledger.With(tag).Any());
}
