using System.Collections.Immutable;

namespace Work.Model;

/// <summary>
/// The run time that long-running work of one worker may have in any 24 hours. Runs beside each other use it up together. When it is used up, they are
/// stopped, and wait with the others until enough of the past is a day old that a run is worth while.
/// </summary>
public static class BudgetRules
{
    /// <summary>What a work that waits for run time is told to wait for.</summary>
    public const string Name = "foregroundBudget";

    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly TimeSpan PartOfADay = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LeastRun = TimeSpan.FromMinutes(1);

    /// <summary>The step when a work asks, with what it may use.</summary>
    public static (BudgetStep Step, GateAnswer Answer) Ask(BudgetState state, GateTicket ticket, TimeSpan budget, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        BudgetState asked = Forgetting(state with { Budget = budget }, now);
        if (IsOpen(asked, now))
        {
            return (Look(asked, now), WaitAnswers.Go);
        }

        BudgetStep step = Look(asked.Waiters.Contains(ticket) ? asked : asked with { Waiters = asked.Waiters.Add(ticket) }, now);
        return (step, WaitAnswers.Wait(Name) with { Until = RoomAt(step.State, now) });
    }

    /// <summary>The step when a run begins.</summary>
    public static BudgetStep Begin(BudgetState state, GateTicket ticket, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Look(state.Runs.Any(run => run.Ticket == ticket) ? state : state with { Runs = state.Runs.Add(new BudgetRun(ticket, now)) }, now);
    }

    /// <summary>The step when a work leaves: what its run took is past use.</summary>
    public static BudgetStep Leave(BudgetState state, GateTicket ticket, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        BudgetState left = state with { Waiters = state.Waiters.Remove(ticket) };
        return Look(left.Runs.FirstOrDefault(run => run.Ticket == ticket) is { } run ? Ended(left, run, now) : left, now);
    }

    /// <summary>The step when time has passed: runs beyond the budget are stopped, and who waits is let in when there is room.</summary>
    public static BudgetStep Look(BudgetState state, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        BudgetState seen = Forgetting(state, now);
        var tell = new List<GateTelling>();
        if (Left(seen, now) <= TimeSpan.Zero)
        {
            GateAnswer stop = new() { Verdict = GateVerdict.Held, Name = Name, Reason = StopReason.ForegroundServiceTimeout, Until = RoomAt(seen, now), Number = WaitAnswers.Go.Number + 1 };
            tell.AddRange(seen.Runs.Where(run => !run.IsStopped).Select(run => new GateTelling(run.Ticket, stop)));
            seen = seen with { Runs = [.. seen.Runs.Select(run => run with { IsStopped = true })] };
        }
        else if (IsOpen(seen, now))
        {
            tell.AddRange(seen.Waiters.Select(waiter => new GateTelling(waiter, WaitAnswers.Go)));
            seen = seen with { Waiters = [] };
        }

        return new BudgetStep(tell.Count == 0 ? seen : seen with { Tellings = seen.Tellings + 1 }, tell, NextLook(seen, now));
    }

    private static DateTimeOffset? NextLook(BudgetState state, DateTimeOffset now)
    {
        int running = state.Runs.Count(run => !run.IsStopped);
        DateTimeOffset? usedUp = running == 0 ? null : now + (Left(state, now) / running);
        DateTimeOffset? room = state.Waiters.IsEmpty ? null : RoomAt(state, now);
        return usedUp is null || room < usedUp ? room : usedUp;
    }

    private static bool IsOpen(BudgetState state, DateTimeOffset now) => Left(state, now) >= (state.Budget < LeastRun ? state.Budget : LeastRun);

    private static TimeSpan Left(BudgetState state, DateTimeOffset now) =>
        state.Budget - Sum(state.Parts.Select(part => part.Used)) - Sum(state.Runs.Select(run => now - run.Since));

    // Null while a run that takes all goes on: its leaving is the next look.
    private static DateTimeOffset? RoomAt(BudgetState state, DateTimeOffset now)
    {
        TimeSpan left = Left(state, now);
        TimeSpan least = state.Budget < LeastRun ? state.Budget : LeastRun;
        foreach (BudgetPart part in state.Parts)
        {
            left += part.Used;
            if (left >= least)
            {
                return part.From + PartOfADay + Day;
            }
        }

        return null;
    }

    private static BudgetState Forgetting(BudgetState state, DateTimeOffset now) =>
        state with { Parts = state.Parts.RemoveAll(part => part.From + PartOfADay + Day <= now) };

    private static BudgetState Ended(BudgetState state, BudgetRun run, DateTimeOffset now)
    {
        ImmutableArray<BudgetPart> parts = state.Parts;
        DateTimeOffset from = run.Since > now - Day ? run.Since : now - Day;
        while (from < now)
        {
            var begin = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % PartOfADay.Ticks), TimeSpan.Zero);
            DateTimeOffset to = begin + PartOfADay < now ? begin + PartOfADay : now;
            BudgetPart? known = parts.FirstOrDefault(part => part.From == begin);
            parts = known is null ? parts.Add(new BudgetPart(begin, to - from)) : parts.Replace(known, known with { Used = known.Used + (to - from) });
            from = to;
        }

        return state with { Runs = state.Runs.Remove(run), Parts = [.. parts.OrderBy(part => part.From)] };
    }

    private static TimeSpan Sum(IEnumerable<TimeSpan> lengths) => lengths.Aggregate(TimeSpan.Zero, (sum, length) => sum + length);
}
