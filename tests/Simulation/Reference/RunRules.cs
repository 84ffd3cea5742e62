using System.Text.Json;

namespace Work.Simulation.Reference;

/// <summary>What must hold when a worker begins, whoever runs it: in this process, or with a lease.</summary>
internal static class RunRules
{
    public static Run Begins(Ledger ledger, KnownWork work, Run run, JsonElement input, WorldState world)
    {
        ledger.Checks++;
        PlannedWork plan = work.Plan;
        string what = $"run {run.Attempt}/{run.Slice} of {work.Id} ({plan.Tag})";
        if (work.Final is { } final && !(final == "cancelled" && (work.FinalAttempts is null || run.Attempt <= work.FinalAttempts)))
        {
            ledger.Break("finished is final", $"{what} began after it was seen {final} with {work.FinalAttempts} attempts");
        }

        if (!plan.IsPeriodic && work.Runs.Exists(other => other.Attempt == run.Attempt && other.Slice == run.Slice))
        {
            ledger.Break("every start has its own attempt", $"{what} began twice");
        }

        if (work.Runs.Find(other => IsInTheWay(plan, other, run)) is { } live)
        {
            ledger.Break("one run at a time", $"{what} began while run {live.Attempt}/{live.Slice} from {live.StartedAt:HH:mm:ss.fff} is under way{(live.LeasedUntil is { } until ? $" until {until:HH:mm:ss.fff}" : "")}");
        }

        if (!plan.IsPeriodic && work.Runs.Find(other => IsTaken(plan, other, run)) is { } taken)
        {
            ledger.Break("a result is taken once", $"{what} began although run {taken.Attempt}/{taken.Slice} had ended with {taken.Ending}");
        }

        CheckPrerequisites(ledger, plan, input, what);
        CheckTime(ledger, work, run, what);
        CheckWorld(ledger, work, world, what);
        work.Runs.Add(run);
        return run;
    }

    // A leased run can only be known to be over when its time is.
    private static bool IsInTheWay(PlannedWork plan, Run other, Run run) =>
        other.IsUnderWay && !plan.MayBeUpdated && plan.Requires.Count == 0 && plan.ContentUri is null && !plan.MayOverrun
        && (other.LeasedUntil is { } until ? until > run.StartedAt : other.Ending == Ending.None) && (!plan.IsPeriodic || !plan.MayBeCancelled);

    private static bool IsTaken(PlannedWork plan, Run other, Run run) =>
        other.Ending is Ending.Success or Ending.Failure && (other.IsTaken || IsTakenHere(plan, other, run));

    // In one life, with nobody who may stop it, what a worker returns is what is taken.
    private static bool IsTakenHere(PlannedWork plan, Run other, Run run) =>
        other.Life == run.Life && other.LeasedUntil is null && !other.WasStopped && !other.IsRefused
        && !plan.MayBeCancelled && !plan.MayBeUpdated && plan.Requires.Count == 0 && plan.ContentUri is null && !plan.MayOverrun;

    private static void CheckPrerequisites(Ledger ledger, PlannedWork plan, JsonElement input, string what)
    {
        foreach (string tag in plan.After)
        {
            List<Run> good = [.. ledger.With(tag).SelectMany(work => work.Runs).Where(run => run.Ending == Ending.Success && !run.IsRefused)];
            if (good.Count == 0)
            {
                ledger.Break("no dependent early", $"{what} began before {tag} had succeeded");
            }
            else if (!input.TryGetProperty("from-" + tag, out JsonElement token) || !good.Exists(run => token.ToString().Contains(run.Token, StringComparison.Ordinal)))
            {
                ledger.Break("a dependent gets the outputs", $"{what} got {input} and {tag} gave {string.Join(", ", good.Select(run => run.Token))}");
            }
        }
    }

    private static void CheckTime(Ledger ledger, KnownWork work, Run run, string what)
    {
        PlannedWork plan = work.Plan;
        if (plan.MayBeHurried || plan.MayBeUpdated || plan.IsPeriodic)
        {
            return;
        }

        if (run.StartedAt < plan.Request!.SentAt + plan.Delay)
        {
            ledger.Break("not before its time", $"{what} began at {run.StartedAt:HH:mm:ss.fff}, sent {plan.Request.SentAt:HH:mm:ss.fff} with a delay of {plan.Delay}");
        }

        if (work.Runs.LastOrDefault(other => other.Attempt < run.Attempt) is { EndedAt: { } endedAt, Ending: Ending.Retry or Ending.Threw, WasStopped: false } before
            && run.Slice == 0 && before.Life == run.Life && before.Attempt == run.Attempt - 1 && run.StartedAt < endedAt + plan.Backoff)
        {
            ledger.Break("the backoff is kept", $"{what} began at {run.StartedAt:HH:mm:ss.fff}, the run before ended {endedAt:HH:mm:ss.fff} and the backoff is {plan.Backoff}");
        }
    }

    private static void CheckWorld(Ledger ledger, KnownWork work, WorldState world, string what)
    {
        PlannedWork plan = work.Plan;
        if (world.PausedForSure.Contains(plan.Worker) && !plan.MayBeUpdated && !work.Runs.Exists(run => run.Ending == Ending.Continued))
        {
            ledger.Break("a paused worker starts nothing", $"{what} began while {plan.Worker} is paused");
        }

        if (!plan.MayBeUpdated && plan.Requires.FirstOrDefault(condition => world.FalseForSure.Contains((plan.Scope, condition))) is { } unmet)
        {
            ledger.Break("constraints are kept", $"{what} began while {unmet} does not hold");
        }

        if (plan.ConcurrencyKey is { } key && !plan.MayBeUpdated)
        {
            List<KnownWork> others = [.. ledger.Works.Where(other => other != work && other.Plan.ConcurrencyKey == key && IsSurelyRunning(other))];
            if (others.Count >= plan.MaxConcurrency)
            {
                ledger.Break("the concurrency is kept", $"{what} began beside {string.Join(", ", others.Select(other => other.Id))}, and the key {key} lets {plan.MaxConcurrency} run");
            }
        }
    }

    private static bool IsSurelyRunning(KnownWork work) =>
        work.Final is null && work.Plan is { MayBeCancelled: false, MayBeUpdated: false, MayOverrun: false, Requires.Count: 0, ContentUri: null }
        && work.Runs.Exists(run => run is { Ending: Ending.None, EndedAt: null, LeasedUntil: null, WasStopped: false, IsLost: false });
}
