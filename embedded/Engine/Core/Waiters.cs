namespace Work.Embedded.Engine.Core;

/// <summary>
/// Who waits for a change of an instance. It says only that something changed: the waiter subscribes first, then reads the store, then waits,
/// so no change can fall between the two.
/// </summary>
internal sealed class Waiters
{
    private readonly object gate = new();
    private readonly Dictionary<string, Entry> waiting = new(StringComparer.Ordinal);
    private volatile bool isEmpty = true;

    public Subscription Subscribe(string id)
    {
        lock (gate)
        {
            if (!waiting.TryGetValue(id, out var entry))
            {
                waiting[id] = entry = new Entry();
                isEmpty = false;
            }

            entry.Subscribers++;
            return Subscription.To(this, id, entry);
        }
    }

    public void Changed(string id)
    {
        if (isEmpty)
        {
            return;
        }

        Entry? changed;
        lock (gate)
        {
            waiting.Remove(id, out changed);
            isEmpty = waiting.Count == 0;
        }

        changed?.Change.TrySetResult();
    }

    /// <summary>Ends all waits with this.</summary>
    public void FailAll(Exception reason)
    {
        List<Entry> all;
        lock (gate)
        {
            all = [.. waiting.Values];
            waiting.Clear();
            isEmpty = true;
        }

        all.ForEach(entry => entry.Change.TrySetException(reason));
    }

    private void Leave(string id, Entry entry)
    {
        lock (gate)
        {
            if (--entry.Subscribers == 0 && waiting.TryGetValue(id, out var current) && current == entry)
            {
                waiting.Remove(id);
                isEmpty = waiting.Count == 0;
            }
        }
    }

    private sealed class Entry
    {
        public TaskCompletionSource Change { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Subscribers { get; set; }
    }

    /// <summary>One waiter's interest in the next change of one id.</summary>
    internal readonly struct Subscription : IDisposable
    {
        private readonly Waiters waiters;
        private readonly string id;
        private readonly Entry entry;

        private Subscription(Waiters waiters, string id, object entry)
        {
            this.waiters = waiters;
            this.id = id;
            this.entry = (Entry)entry;
        }

        public Task Change => entry.Change.Task;

        internal static Subscription To(Waiters waiters, string id, object entry) => new(waiters, id, entry);

        public void Dispose() => waiters.Leave(id, entry);
    }
}
