namespace Work.Model;

/// <summary>Which gates of admission a work passes.</summary>
public static class AdmissionGates
{
    /// <summary>The gates that a work has to pass as it is.</summary>
    public static Gate Needed(WorkSpec spec, WorkRecord record)
    {
        ArgumentNullException.ThrowIfNull(spec);

        // The app's places are not taken by what runs elsewhere.
        return (spec.ConcurrencyKey is null ? Gate.None : Gate.Key) | (spec.Slots == 0 || spec.IsExternal ? Gate.None : Gate.Slot);
    }
}
