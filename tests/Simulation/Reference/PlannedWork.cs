namespace Work.Simulation.Reference;

/// <summary>One work as a request asks for it. Its tag is unique in the story, and says of any work that is met which one it is.</summary>
internal sealed class PlannedWork
{
    public required string Tag { get; init; }

    public required string Worker { get; init; }

    /// <summary>What each attempt does; the last repeats.</summary>
    public required IReadOnlyList<string> Script { get; init; }

    public string? Id { get; init; }

    /// <summary>The tags of those that it waits for.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    public TimeSpan Delay { get; init; }

    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(30);

    public int MaxAttempts { get; init; } = 10;

    public bool IsPeriodic { get; init; }

    public string? ConcurrencyKey { get; init; }

    public int MaxConcurrency { get; init; }

    /// <summary>The conditions that it needs, by the names of the API.</summary>
    public IReadOnlyList<string> Requires { get; init; } = [];

    public string Scope { get; init; } = "default";

    public string? ContentUri { get; init; }

    /// <summary>It may be dropped for want of quota.</summary>
    public bool IsDroppable { get; init; }

    /// <summary>It may be removed a while after it has finished.</summary>
    public bool IsKeptBriefly { get; init; }

    /// <summary>A run of it may be stopped by the host: it can outlast its timeout, or be silent for too long.</summary>
    public bool MayOverrun { get; init; }

    public PlannedRequest? Request { get; set; }

    /// <summary>Somebody has asked for a cancel that reaches it, or for something that implies one.</summary>
    public bool MayBeCancelled { get; set; }

    /// <summary>Somebody has asked for a change of its time or of its request.</summary>
    public bool MayBeHurried { get; set; }

    public bool MayBeUpdated { get; set; }

    /// <summary>It was appended to a name: it waits for works that its request does not name, and may share their fate.</summary>
    public bool MayInherit { get; set; }

    /// <summary>The request of the newest generation that was acknowledged: of two updates at once, either may be the later one.</summary>
    public int Revision { get; private set; }

    public int Generation { get; private set; }

    /// <summary>How many works may have this tag: a rerun makes another.</summary>
    public int MostCopies { get; set; } = 1;

    /// <summary>Something that removes finished work was asked for.</summary>
    public bool MayBeRemoved { get; set; }

    /// <summary>Something that removes even unfinished work was asked for: its name was taken.</summary>
    public bool MayBeReplaced { get; set; }

    /// <summary>It was shown with this generation of its request.</summary>
    public void Goes(int revision, int generation)
    {
        if (generation > Generation)
        {
            (Revision, Generation) = (revision, generation);
        }
    }

    public string Scripted(int attempt) => Script[Math.Min(attempt, Script.Count) - 1];
}

/// <summary>One request to enqueue.</summary>
internal sealed class PlannedRequest
{
    public required int Number { get; init; }

    public required string Path { get; init; }

    public required string Body { get; init; }

    public required IReadOnlyList<PlannedWork> Works { get; init; }

    public string? Key { get; init; }

    public string? Name { get; init; }

    public string? Policy { get; init; }

    /// <summary>It was sent more than once; then each of its answers may tell of the first.</summary>
    public int Sent { get; set; }

    public long SentAtStep { get; set; }

    public DateTimeOffset SentAt { get; set; }

    /// <summary>It was accepted for certain.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>It was refused for certain: nothing of it may exist.</summary>
    public bool IsRefused { get; set; }

    public IReadOnlyList<string>? Ids { get; set; }

    /// <summary>When its answer came; 0 while none has.</summary>
    public long AcknowledgedAtStep { get; set; }
}
