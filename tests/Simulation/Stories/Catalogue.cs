using Work.Simulation.World;

namespace Work.Simulation.Stories;

/// <summary>One thing that a story may do, and how often.</summary>
internal sealed record Deed(int Weight, string Name, Action<Story, Dice> Act);

/// <summary>All that a story may do: the whole of the API, and what callers do wrong.</summary>
internal static class Catalogue
{
    public static readonly IReadOnlyList<Deed> Deeds =
    [
        new(16, "enqueue", EnqueueDeeds.Single),
        new(9, "chain", EnqueueDeeds.Chain),
        new(6, "after what exists", EnqueueDeeds.AfterExisting),
        new(9, "named", EnqueueDeeds.Named),
        new(4, "chosen id", EnqueueDeeds.Chosen),
        new(4, "periodic", EnqueueDeeds.Periodic),
        new(3, "batch", EnqueueDeeds.Batch),
        new(5, "again", EnqueueDeeds.Again),
        new(2, "nonsense", EnqueueDeeds.Nonsense),
        new(5, "cancel", ChangeDeeds.Cancel),
        new(2, "cancel many", ChangeDeeds.CancelMany),
        new(3, "run now", ChangeDeeds.RunNow),
        new(3, "rerun", ChangeDeeds.Rerun),
        new(4, "update", ChangeDeeds.Update),
        new(2, "prune", ChangeDeeds.Prune),
        new(6, "report", WorldDeeds.Report),
        new(3, "content", WorldDeeds.Content),
        new(3, "pause", WorldDeeds.Pause),
        new(3, "resume", WorldDeeds.Resume),
        new(2, "wake", WorldDeeds.Wake),
        new(8, "lease", RemoteDeeds.Lease),
        new(2, "heartbeat", RemoteDeeds.Heartbeat),
        new(7, "complete", RemoteDeeds.Complete),
        new(5, "callback", RemoteDeeds.Call),
        new(6, "read", ReadDeeds.One),
        new(4, "list", ReadDeeds.List),
        new(4, "look closely", ReadDeeds.Closely),
        new(1, "look around", ReadDeeds.Around),
    ];

    private static readonly int Total = Deeds.Sum(deed => deed.Weight);
    private static readonly int Beginnings = Deeds.Take(2).Sum(deed => deed.Weight);

    /// <summary>Draws the next; a story begins with work.</summary>
    public static Deed Draw(Dice dice, bool begins)
    {
        int at = dice.Below(begins ? Beginnings : Total);
        foreach (Deed deed in Deeds)
        {
            at -= deed.Weight;
            if (at < 0)
            {
                return deed;
            }
        }

        return Deeds[^1];
    }
}
