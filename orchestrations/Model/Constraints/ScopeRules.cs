using System.Collections.Immutable;

namespace Work.Model;

/// <summary>
/// How a scope answers those who watch it. A loss is told at once. A return is told at once too, unless it was lost several times within the last
/// second: then only when it has held for a second, so that a scope that flaps starts a few runs and not a thousand. A watcher who asks meanwhile gets
/// the answer of the others. Each operation may come twice.
/// </summary>
public static class ScopeRules
{
    /// <summary>How many losses within <see cref="SteadyFor"/> are still followed at once by a return.</summary>
    public const int QuickReturns = 3;

    /// <summary>How long a return must hold when it was lost too often.</summary>
    public static readonly TimeSpan SteadyFor = TimeSpan.FromSeconds(1);

    /// <summary>A watcher asks; what it asked before is forgotten.</summary>
    public static (ScopeStep Step, GateAnswer Answer) Ask(ScopeState state, GateTicket ticket, Constraints needs, DateTimeOffset now)
    {
        ScopeState left = Leave(state, ticket, now);
        Constraints own = ConstraintRules.OfScope(needs);
        string key = ConstraintRules.KeyOf(own);
        int at = left.Groups.FindIndex(group => ConstraintRules.KeyOf(group.Needs) == key);
        long number = left.Number + 1;
        ScopeGroup group = at >= 0 ? left.Groups[at] : new ScopeGroup { Needs = own, Told = AnswerOf(own, left.Conditions, now) with { Number = number } };
        group = group with { Watchers = group.Watchers.Add(ticket) };
        ScopeStep step = Woken(left with { Number = number, Groups = at >= 0 ? left.Groups.SetItem(at, group) : left.Groups.Add(group) }, [], now);
        return (step, group.Told);
    }

    /// <summary>A watcher leaves; of its passing, and of those before. What was lost a moment ago is remembered for those who ask again.</summary>
    public static ScopeState Leave(ScopeState state, GateTicket ticket, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(ticket);
        bool IsLeft(GateTicket watcher) => watcher.Instance == ticket.Instance && watcher.Index == ticket.Index && watcher.Pass <= ticket.Pass;
        return state with { Groups = [.. state.Groups.Select(group => group with { Watchers = group.Watchers.RemoveAll(IsLeft) }).Where(group => IsNeeded(group, now))] };
    }

    /// <summary>Conditions are reported.</summary>
    public static ScopeStep Report(ScopeState state, ConditionReport report, DateTimeOffset now) => Settle(
        state with { Conditions = state.Conditions.With(report.Changes), Reports = [.. state.Reports.TakeLast(ScopeState.MaxReports - 1), report.Token] }, now);

    /// <summary>A wake-up comes: the one that is awaited, or an older one, which changes nothing.</summary>
    public static ScopeStep Wake(ScopeState state, DateTimeOffset wokenFor, DateTimeOffset now) =>
        wokenFor != state.WakeAt ? new ScopeStep(state, [], null) : Settle(state with { WakeAt = null }, now > wokenFor ? now : wokenFor);

    /// <summary>What holds a work now: the constraints that do not hold, or the return of the last that has yet to prove itself.</summary>
    public static IReadOnlyList<Unmet> UnmetOf(ScopeState state, Constraints constraints, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        Constraints own = ConstraintRules.OfScope(constraints);
        Unmet[] unmet = [.. ConstraintRules.UnmetOf(own, state.Conditions, now)];
        string key = ConstraintRules.KeyOf(own);
        return unmet.Length == 0 && state.Groups.Find(group => ConstraintRules.KeyOf(group.Needs) == key) is { SteadyAt: { } steadyAt, Told: { Name: { } name } told }
            ? [new Unmet(name, told.Reason, steadyAt)]
            : unmet;
    }

    private static ScopeStep Settle(ScopeState state, DateTimeOffset now)
    {
        var tell = new List<GateTelling>();
        ImmutableList<ScopeGroup>.Builder groups = ImmutableList.CreateBuilder<ScopeGroup>();
        long number = state.Number;
        foreach (ScopeGroup group in state.Groups)
        {
            ScopeGroup settled = Settle(group, state.Conditions, number + 1, now);
            groups.Add(settled);
            if (settled.Told.Number > number)
            {
                number++;
                tell.AddRange(settled.Watchers.Select(watcher => new GateTelling(watcher, settled.Told)));
            }
        }

        groups.RemoveAll(group => !IsNeeded(group, now));
        return Woken(state with { Groups = groups.ToImmutable(), Number = number }, tell, now);
    }

    private static bool IsNeeded(ScopeGroup group, DateTimeOffset now) => !group.Watchers.IsEmpty || group.SteadyAt is not null || group.LostAt?.Any(at => at > now - SteadyFor) == true;

    private static ScopeGroup Settle(ScopeGroup group, ConditionSet conditions, long number, DateTimeOffset now)
    {
        GateAnswer answer = AnswerOf(group.Needs, conditions, now) with { Number = number };
        bool wasOpen = group.Told.Verdict == GateVerdict.Open;
        DateTimeOffset[] lostAt = [.. (group.LostAt ?? []).Where(at => at > now - SteadyFor)];
        if (answer.Verdict == GateVerdict.Held)
        {
            bool isLost = wasOpen || group.SteadyAt is not null;
            return !isLost ? group : group with { Told = wasOpen ? answer : group.Told, LostAt = [.. lostAt.TakeLast(QuickReturns), now], SteadyAt = null };
        }

        // Told that it holds again, a watcher whose run did not hear of the loss yet must still hear of it: the loss travels with the return.
        GateAnswer back = answer with { HeldNumber = group.Told.Number, Reason = group.Told.Reason };
        return wasOpen ? group
            : group.SteadyAt is { } steadyAt
                ? (steadyAt <= now ? group with { Told = back, SteadyAt = null, LostAt = null } : group)
                : lostAt.Length <= QuickReturns ? group with { Told = back, LostAt = lostAt } : group with { SteadyAt = now + SteadyFor };
    }

    private static GateAnswer AnswerOf(Constraints needs, ConditionSet conditions, DateTimeOffset now) => ConstraintRules.UnmetOf(needs, conditions, now).FirstOrDefault() is { } unmet
        ? new GateAnswer { Verdict = GateVerdict.Held, Name = unmet.Name, Until = unmet.Until, Reason = unmet.Reason }
        : GateAnswer.Yes;

    private static ScopeStep Woken(ScopeState state, IReadOnlyList<GateTelling> tell, DateTimeOffset now)
    {
        DateTimeOffset? next = state.Groups.SelectMany(group => new[] { group.SteadyAt, group.Needs.Window is { } window ? WindowRules.NextChange(window, now) : null }).Min();
        return next is { } at && (state.WakeAt is null || at < state.WakeAt) ? new ScopeStep(state with { WakeAt = at }, tell, at) : new ScopeStep(state, tell, null);
    }
}
