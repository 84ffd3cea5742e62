namespace Work.Functions.Feed;

/// <summary>
/// Where functions of this process say which instance they have just changed, so that followers hear of it at once. Only a hint: what changes without one,
/// or in another process, is found by looking. Nothing is kept while nobody takes hints.
/// </summary>
public sealed class FeedHints
{
    private Action<string>? taker;

    /// <summary>Says that an instance has changed, or is about to.</summary>
    public void Changed(string instance) => Volatile.Read(ref taker)?.Invoke(instance);

    /// <summary>Sets who takes the hints; null is nobody.</summary>
    internal void SendTo(Action<string>? next) => Volatile.Write(ref taker, next);
}
