namespace Work.Model;

/// <summary>What is to be done with a firing.</summary>
public enum OverlapDecision
{
    /// <summary>Run it now.</summary>
    Run,

    /// <summary>Forget it.</summary>
    Drop,

    /// <summary>Run it after the former run, in the order of the firings.</summary>
    Wait,

    /// <summary>Stop the former run as cancelled, then run it.</summary>
    CancelThenRun,
}

/// <summary>Decides on a firing that meets the run of the one before.</summary>
public static class Overlaps
{
    /// <summary>The decision; without an unfinished run every policy runs. Firings that are due together are decided one after the other.</summary>
    public static OverlapDecision Decide(OverlapPolicy policy, bool isFormerUnfinished) => (policy, isFormerUnfinished) switch
    {
        (_, false) => OverlapDecision.Run,
        (OverlapPolicy.Skip, _) => OverlapDecision.Drop,
        (OverlapPolicy.Queue, _) => OverlapDecision.Wait,
        (OverlapPolicy.CancelRunning, _) => OverlapDecision.CancelThenRun,
        _ => throw new ArgumentOutOfRangeException(nameof(policy), policy, "no such policy"),
    };
}
