namespace Work.Model;

/// <summary>Which gates of admission a work passes, and as what it stands before them.</summary>
public static class AdmissionGates
{
    private const int AheadOfAll = 1_000;

    /// <summary>The gates that a work has to pass as it is.</summary>
    public static Gate Needed(WorkSpec spec, WorkRecord record)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(record);
        bool needsQuota = record.Gates?.Settled.HasFlag(Gate.Quota) != true && AsItStands(spec, record).Expedited?.Quota is not null;
        return (record.Gates?.IsHeldBack == true ? Gate.Pause : Gate.None)
            | (needsQuota ? Gate.Quota : Gate.None)
            | (spec.Budget is null || spec.IsExternal ? Gate.None : Gate.Budget)
            | (spec.ConcurrencyKey is null ? Gate.None : Gate.Key)

            // The app's places are not taken by what runs elsewhere.
            | (spec.Slots == 0 || spec.IsExternal ? Gate.None : Gate.Slot);
    }

    /// <summary>The work as a gate sees it: only the first run is expedited, and only if the quota allowed it.</summary>
    public static WorkSpec AsItStands(WorkSpec spec, WorkRecord record)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(record);
        return spec.Expedited is not null && (record.RunAttemptCount > 0 || record.Gates?.IsOutOfQuota == true) ? spec with { Expedited = null } : spec;
    }

    /// <summary>Higher goes first: the priority, and far above it what is expedited.</summary>
    public static int Rank(WorkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return spec.Priority + (spec.Expedited is null ? 0 : AheadOfAll);
    }
}
