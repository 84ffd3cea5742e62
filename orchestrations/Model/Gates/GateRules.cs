namespace Work.Model;

/// <summary>
/// How a work passes its gates: asked one after the other once its time has come, all left when its run is over. An answer counts only for the
/// asking that it belongs to. A gate that closes before the run makes the work leave the later ones, so that what cannot run takes no place.
/// </summary>
public static class GateRules
{
    private static readonly Gate[] Order = [Gate.Constraints, Gate.Pause, Gate.Quota, Gate.Key, Gate.Slot];

    /// <summary>The gates that a work has to pass.</summary>
    public static Gate Needed(WorkSpec spec, WorkRecord record)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(record);
        return AdmissionGates.Needed(spec, record);
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
        GateHold? hold = gates.Hold?.Gate == answered.Gate ? null : gates.Hold;
        return answer.Verdict switch
        {
            GateVerdict.Open => record with { Gates = gates with { Open = gates.Open | answered.Gate, Hold = hold } },
            GateVerdict.Dropped => RunRules.Cancelled(record, answer.Reason, now) with { StopReason = answer.Reason },
            _ => Held(spec, record, gates, answered, now),
        };
    }

    /// <summary>The record when its run is handed out.</summary>
    public static WorkRecord Used(WorkRecord record) => record.Gates is null ? record : record with { Gates = record.Gates with { IsUsed = true, Hold = null } };

    /// <summary>
    /// Whether the gates are to be left now: what they were asked for is over. A finished work leaves at once, since its instance may end before its
    /// run has wound up; one that goes on leaves when nothing runs any more.
    /// </summary>
    public static bool IsLeaving(WorkRecord record) =>
        record.Gates is { Asked: not Gate.None } gates
        && (record.State.IsFinished() || (gates.IsUsed && record.State != WorkState.Running && !record.InFlight));

    /// <summary>The record when its gates have been left.</summary>
    public static WorkRecord Left(WorkRecord record) => record with { Gates = record.State.IsFinished() || record.Gates is null ? null : new GateState { Pass = record.Gates.Pass + 1 } };

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
        return RunRules.Stopped(spec, record with { Gates = held }, answer.Reason, now);
    }

    private static bool IsBeforeAnother(Gate asked, Gate gate) => Order.SkipWhile(each => each != gate).Skip(1).Any(later => asked.HasFlag(later));
}
