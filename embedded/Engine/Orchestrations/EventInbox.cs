using Work.Embedded.Engine.History;

namespace Work.Embedded.Engine.Orchestrations;

/// <summary>
/// External events that nobody has waited for yet, and waits that no event has met yet. Names ignore case; events are taken oldest first;
/// of several waits for one name the newest is served first. A wait that was cancelled takes no event.
/// </summary>
internal sealed class EventInbox
{
    private readonly Dictionary<string, List<Wait>> waits = new(StringComparer.OrdinalIgnoreCase);
    private readonly LinkedList<EventRaised> inOrder = new();
    private Dictionary<string, LinkedList<EventRaised>>? events;

    /// <summary>Events that nobody has taken, in the order of their arrival.</summary>
    public IReadOnlyCollection<EventRaised> Unprocessed => inOrder;

    public void Raise(EventRaised raised)
    {
        if (waits.TryGetValue(raised.Name, out var waiting) && waiting.Count > 0)
        {
            var newest = waiting[^1];
            waiting.RemoveAt(waiting.Count - 1);
            newest.Task.Complete(raised.Payload);
            return;
        }

        Keep(raised);
    }

    /// <summary>Takes an event in without giving it to anyone who waits.</summary>
    public void Keep(EventRaised raised)
    {
        inOrder.AddLast(raised);
        events ??= new(StringComparer.OrdinalIgnoreCase);
        if (!events.TryGetValue(raised.Name, out var queue))
        {
            events[raised.Name] = queue = new LinkedList<EventRaised>();
        }

        queue.AddLast(raised);
    }

    /// <summary>Gives the task its event now, or when one comes.</summary>
    /// <returns>The wait, when it has to wait.</returns>
    public Wait? Take(string name, OpenTask task)
    {
        if (events is not null && events.TryGetValue(name, out var queue) && queue.First is { } oldest)
        {
            queue.RemoveFirst();
            inOrder.Remove(oldest.Value);
            task.Complete(oldest.Value.Payload);
            return null;
        }

        if (!waits.TryGetValue(name, out var waiting))
        {
            waits[name] = waiting = [];
        }

        var wait = new Wait(name, task);
        waiting.Add(wait);
        return wait;
    }

    public void Cancel(Wait wait) => waits[wait.Name].Remove(wait);

    /// <summary>One wait for one event.</summary>
    internal sealed class Wait(string name, OpenTask task)
    {
        public string Name => name;

        public OpenTask Task => task;
    }
}
