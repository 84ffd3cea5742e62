namespace Work.Model;

/// <summary>The rules of the fields that say which work goes first.</summary>
public static class AdmissionFields
{
    /// <summary>The least priority.</summary>
    public const int LowestPriority = -100;

    /// <summary>The greatest priority.</summary>
    public const int HighestPriority = 100;

    /// <summary>The most characters of a concurrency key.</summary>
    public const int MaxKeyLength = 128;

    /// <summary>The most works that a concurrency key, or the app's slots, can let run at once: who has a place is known one by one.</summary>
    public const int MostPlaces = 1_000;

    internal static void Check(WorkDraft work, FaultList faults)
    {
        if (work is { HasMaxConcurrency: true, HasConcurrencyKey: false })
        {
            faults.Invalid(work.PathOf("maxConcurrency"), "needs a concurrencyKey");
        }
    }
}
