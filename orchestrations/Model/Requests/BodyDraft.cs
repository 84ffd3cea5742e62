namespace Work.Model;

/// <summary>A continuation while it is read: null is what was not given, or was faulty.</summary>
internal sealed class BodyDraft
{
    public List<WorkDraft> Works { get; } = [];

    public string? UniqueName { get; set; }

    public bool HasPolicy { get; set; }

    public ExistingWorkPolicy? Policy { get; set; }

    public void Check(FaultList faults)
    {
        if (HasPolicy && UniqueName is null)
        {
            faults.Invalid("existingWorkPolicy", "needs a uniqueName");
        }
    }
}
