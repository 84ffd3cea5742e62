namespace Work.Simulation.Reference;

/// <summary>What holds for certain around the works: told, taken, and everything at rest since.</summary>
internal sealed class WorldState
{
    public HashSet<string> PausedForSure { get; } = new(StringComparer.Ordinal);

    public HashSet<(string Scope, string Condition)> FalseForSure { get; } = [];

    /// <summary>Told and taken, but what was handed out before may still begin.</summary>
    public HashSet<string> Paused { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc cref="Paused"/>
    public HashSet<(string Scope, string Condition)> False { get; } = [];

    /// <summary>Everything has come to rest: what was told holds from here on.</summary>
    public void Settle()
    {
        PausedForSure.UnionWith(Paused);
        FalseForSure.UnionWith(False);
    }
}
