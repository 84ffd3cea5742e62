namespace Work.Model;

/// <summary>
/// What an update changes (workmanager.md 1.7): the whole request, and with it the time of the next start; never the state, the attempts, the time of
/// the enqueue, the edges of the chain or the unique name. A generation is taken once, by whoever saw the one before it.
/// </summary>
public static class UpdateRules
{
    /// <summary>Whether an update that is asked for may be taken.</summary>
    public static bool MayTake(GraphState state, UpdateAsked asked) =>
        asked.Work >= 0 && asked.Work < state.Works.Length
        && state.Works[asked.Work] is var record && record.Generation == asked.Generation && !record.State.IsFinished();

    /// <summary>What an update of a work comes to.</summary>
    public static UpdateResult ResultOf(WorkState state) =>
        state.IsFinished() ? UpdateResult.NotApplied : state == WorkState.Running ? UpdateResult.AppliedForNextRun : UpdateResult.AppliedImmediately;

    /// <summary>The work as it is from the update on: what was asked for, in the place that it has in its chain.</summary>
    public static WorkSpec Replace(WorkSpec stored, WorkSpec asked) => asked with { Id = stored.Id, After = stored.After };

    /// <summary>Whether a work that is updated must ask its gates anew; one whose run is out has passed them, and leaves them with the run.</summary>
    public static bool PassesGatesAgain(WorkRecord record) => record is { State: WorkState.Enqueued, InFlight: false, Gates.Asked: not Gate.None };

    /// <summary>The record when an update has been taken; a finished one, and one that has this generation already, stays as it is.</summary>
    public static WorkRecord Updated(WorkSpec before, WorkRecord record, WorkSpec spec, int generation)
    {
        if (record.State.IsFinished() || record.Generation >= generation)
        {
            return record;
        }

        WorkRecord updated = record with { Generation = generation };
        if (spec.IsPeriodic)
        {
            WorkRecord moved = PeriodRules.Updated(before, spec, updated);
            return record.State == WorkState.Running ? moved : moved with { Progress = null };
        }

        return record.State == WorkState.Running ? updated : updated with
        {
            Progress = null,
            Triggered = null,
            NextScheduleTime = record is { State: WorkState.Enqueued, EnqueuedAt: { } at } ? EligibleTime.Of(spec, at, record.RunAttemptCount) : record.NextScheduleTime,
        };
    }
}
