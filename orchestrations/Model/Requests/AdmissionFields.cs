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

    private static readonly FieldTable<WorkDraft> ExpeditedFields = new(new Dictionary<string, FieldRule<WorkDraft>>(StringComparer.Ordinal)
    {
        ["outOfQuota"] = (work, value) => work.OutOfQuota = value.Choice(
            ("runAsNonExpedited", OutOfQuotaPolicy.RunAsNonExpedited), ("drop", OutOfQuotaPolicy.Drop)),
    });

    internal static void ReadExpedited(WorkDraft work, FieldValue value) => work.IsExpedited = ExpeditedFields.Read(work, value);

    internal static void Check(WorkDraft work, FaultList faults)
    {
        if (work is { HasMaxConcurrency: true, HasConcurrencyKey: false })
        {
            faults.Invalid(work.PathOf("maxConcurrency"), "needs a concurrencyKey");
        }

        // What must start at once cannot be told to wait; an instant is another matter, as an alarm may be important.
        if (work is { IsExpedited: true, InitialDelay.Ticks: > 0 })
        {
            faults.Invalid(work.PathOf("expedited"), "must not be given together with initialDelay");
        }

        if (work is { IsExpedited: true, IsPeriodic: true })
        {
            faults.Invalid(work.PathOf("expedited"), "must not be given together with period or cron");
        }

        if (work is { IsExpedited: true, Constraints.AllowsExpedited: false })
        {
            faults.Invalid(work.PathOf("constraints"), "of expedited work may be about the network and storage only");
        }
    }
}
