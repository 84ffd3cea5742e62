using Work.Model;

namespace Work.Client;

/// <summary>The unique name of a continuation. Two are the same only if they are one object: each beginning is enqueued by itself.</summary>
internal sealed class UniqueName(string name, ExistingWorkPolicy policy)
{
    internal string Name { get; } = name;

    internal ExistingWorkPolicy Policy { get; } = policy;
}
