using System.Collections.Immutable;

namespace Work.Model;

/// <summary>
/// How a work passes its gates: asked one after the other once its time has come, all left when its run is over. An answer counts only for the
/// asking that it belongs to. A gate that closes before the run makes the work leave the later ones, so that what cannot run takes no place.
/// </summary>
public static class GateRules
{
    private static readonly Gate[] Order = [Gate.Content, Gate.Constraints, Gate.Pause, Gate.Quota, Gate.Budget, Gate.Key, Gate.Slot];

    /// <summary>The gates that a work has to pass.</summary>
    public static Gate Needed(WorkSpec spec, WorkRecord record)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(record);
        Gate content = spec.Constraints.WatchesContent && record.Triggered is null ? Gate.Content : Gate.None;
        Gate conditions = spec.Constraints.WatchesScope ? Gate.Constraints : Gate.None;
        return content | conditions | AdmissionGates.Needed(spec, record);
    }

    /// <summary>The next gate that a due work has to pass; none when it may run.</summary>
    public static Gate Next(WorkSpec spec, WorkRecord record)
    {
        Gate left = Needed(spec, record) & ~(record.Gates?.Open ?? Gate.None);
        return Order.FirstOrDefault(gate => left.HasFlag(gate));
    }

    /// <summary>Whether a gate has been asked in this passing.</summary>
    public static bool IsAsked(WorkRecord record, Gate gate) => record.Gates?.Asked.HasFlag(gate) == true;

    /// <summary>The record when a gate is asked.</summary>
    public static WorkRecord Asking(WorkRecord record, Gate gate) => record with
    {
        Gates = (record.Gates ?? new GateState()) with { Asked = (record.Gates?.Asked ?? Gate.None) | gate },
    };

    /// <summary>The record when a gate has answered.</summary>
    public static WorkRecord Answered(WorkSpec spec, WorkRecord record, GraphEvent.GateAnswered answered, DateTimeOffset now)
    {
        if (record.State.IsFinished() || record.Gates is not { } gates || gates.Pass != answered.Pass || !gates.Asked.HasFlag(answered.Gate))
        {
            return record;
        }

        GateAnswer answer = answered.Answer;
        long latest = gates.Numbers?.GetValueOrDefault(answered.Gate) ?? 0;
        if (answer.Number < latest)
        {
            return record;
        }

        if (answer.Verdict == GateVerdict.Open && answer.HeldNumber > latest && record.State == WorkState.Running)
        {
            record = Held(spec, record, gates, answered, now);
            gates = record.Gates ?? gates;
        }

        gates = gates with { Numbers = answer.Number == 0 ? gates.Numbers : (gates.Numbers ?? ImmutableSortedDictionary<Gate, long>.Empty).SetItem(answered.Gate, answer.Number) };
        GateHold? hold = gates.Hold?.Gate == answered.Gate ? null : gates.Hold;
        return answer.Verdict switch
        {
            GateVerdict.Open => record with
            {
                Gates = gates with { Open = gates.Open | answered.Gate, Hold = hold, IsOutOfQuota = gates.IsOutOfQuota || answer.Reason == StopReason.Quota },
                Triggered = answered.Gate == Gate.Content ? answer.Uris ?? [] : record.Triggered,
            },
            GateVerdict.Dropped => RunRules.Cancelled(record, answer.Reason, now) with { StopReason = answer.Reason },
            _ => Held(spec, record, gates, answered, now),
        };
    }

    /// <summary>The record when its constraints count as met for one run, whatever the gates say until then.</summary>
    public static WorkRecord Met(WorkSpec spec, WorkRecord record)
    {
        Gate met = Needed(spec, record) & (Gate.Content | Gate.Constraints);
        if (met == Gate.None || record.State is not (WorkState.Blocked or WorkState.Enqueued))
        {
            return record;
        }

        GateState gates = record.Gates ?? new GateState();
        ImmutableSortedDictionary<Gate, long> numbers = gates.Numbers ?? ImmutableSortedDictionary<Gate, long>.Empty;
        return record with
        {
            Triggered = met.HasFlag(Gate.Content) ? [] : record.Triggered,
            Gates = gates with
            {
                Asked = gates.Asked | met,
                Open = gates.Open | met,
                Numbers = numbers.SetItems(Order.Where(gate => met.HasFlag(gate)).Select(gate => KeyValuePair.Create(gate, long.MaxValue))),
                Hold = gates.Hold is { } hold && met.HasFlag(hold.Gate) ? null : gates.Hold,
            },
        };
    }

    /// <summary>The record when its run is handed out.</summary>
    public static WorkRecord Used(WorkRecord record) => record.Gates is null ? record : record with { Gates = record.Gates with { IsUsed = true, Hold = null, IsHeldBack = false } };

    /// <summary>
    /// Whether the gates are to be left now: what they were asked for is over. A finished work leaves at once, since its instance may end before its
    /// run has wound up; one that goes on leaves when nothing runs any more.
    /// </summary>
    public static bool IsLeaving(WorkRecord record) =>
        record.Gates is { Asked: not Gate.None } gates
        && (record.State.IsFinished() || (gates.IsUsed && record.State != WorkState.Running && !record.InFlight));

    /// <summary>The record when its gates have been left.</summary>
    public static WorkRecord Left(WorkRecord record) => record with
    {
        Gates = record.State.IsFinished() || record.Gates is not { } gates ? null : new GateState
        {
            Pass = gates.Pass + 1,
            IsHeldBack = gates.IsHeldBack,
            Settled = gates.Settled | (gates.Open & Gate.Quota),
            IsOutOfQuota = gates.IsOutOfQuota,
        },
    };

    private static WorkRecord Held(WorkSpec spec, WorkRecord record, GateState gates, GraphEvent.GateAnswered answered, DateTimeOffset now)
    {
        GateAnswer answer = answered.Answer;
        DateTimeOffset since = gates.Hold?.Gate == answered.Gate ? gates.Hold.Since : now;
        GateState held = gates with
        {
            Open = gates.Open & ~answered.Gate,
            Hold = new GateHold(answered.Gate, answer.Name, since, answer.Until),
            IsUsed = gates.IsUsed || IsBeforeAnother(gates.Asked, answered.Gate),
        };
        WorkRecord stopped = RunRules.Stopped(spec, record with { Gates = held }, answer.Reason, now);
        bool isDueAgain = record.State == WorkState.Running && answered.Gate == Gate.Constraints && !spec.ConstraintStopsBackOff;
        return isDueAgain ? stopped with { NextScheduleTime = now } : stopped;
    }

    private static bool IsBeforeAnother(Gate asked, Gate gate) => Order.SkipWhile(each => each != gate).Skip(1).Any(later => asked.HasFlag(later));
}
