namespace Work.Embedded.Engine.Core;

/// <summary>
/// Actors that wait with their state in memory. Beyond <paramref name="capacity"/> the one that was used least recently is told to drop its.
/// </summary>
internal sealed class StickyCache(int capacity)
{
    private readonly object gate = new();
    private readonly LinkedList<Actor> byUse = new();
    private readonly Dictionary<Actor, LinkedListNode<Actor>> nodes = [];

    public void Touch(Actor actor)
    {
        Actor? victim = null;
        lock (gate)
        {
            if (nodes.TryGetValue(actor, out var node))
            {
                byUse.Remove(node);
            }
            else
            {
                nodes[actor] = node = new LinkedListNode<Actor>(actor);
            }

            byUse.AddLast(node);
            if (nodes.Count > capacity)
            {
                victim = byUse.First!.Value;
                Drop(victim);
            }
        }

        victim?.Evict();
    }

    public void Remove(Actor actor)
    {
        lock (gate)
        {
            Drop(actor);
        }
    }

    private void Drop(Actor actor)
    {
        if (nodes.Remove(actor, out var node))
        {
            byUse.Remove(node);
        }
    }
}
