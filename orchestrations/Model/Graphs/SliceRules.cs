namespace Work.Model;

/// <summary>
/// Runs in slices: a worker that leaves a checkpoint ends its run there, and goes on from it at once, in the same attempt and without passing its gates
/// again. What a slice does after its checkpoint is done again if the slice is lost, so a checkpoint is what a worker can count on.
///
/// The checkpoint outlives retries, stops and crashes; it is gone when the work, or its period, is over. A slice that was done shows that the
/// work gets on: the failures that count towards its attempts begin anew.
/// </summary>
public static class SliceRules
{
    /// <summary>The record when a worker has left a checkpoint to go on from.</summary>
    internal static WorkRecord Continued(WorkRecord record, RunOutcome outcome, DateTimeOffset now)
    {
        WorkRecord continued = WithCheckpoint(record, outcome) with
        {
            Slice = record.Slice + 1,
            FailedAttempts = 0,
            Error = null,
            Progress = outcome.Progress ?? record.Progress,
            LastHeartbeatAt = now,
        };

        // What goes on after an update goes on by the new request, and so passes the gates of that one.
        return outcome.Generation == record.Generation ? continued : continued with
        {
            State = WorkState.Enqueued,
            NextScheduleTime = now,
            RunAttemptCount = record.RunAttemptCount - 1,
        };
    }

    /// <summary>The record with the checkpoint that a run left, whether it was stopped or not; what has finished needs none.</summary>
    internal static WorkRecord WithCheckpoint(WorkRecord record, RunOutcome outcome) =>
        outcome.Checkpoint is null || record.State.IsFinished() ? record : record with { Checkpoint = outcome.Checkpoint };

    /// <summary>Whether the next slice of a work is to be handed out.</summary>
    public static bool IsDue(WorkRecord record) => record is { State: WorkState.Running, InFlight: false, Remote: null };

    /// <summary>The record when its next slice is handed out.</summary>
    public static WorkRecord HandedOut(WorkRecord record) => record with { InFlight = true };
}
