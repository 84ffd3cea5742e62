using System.Collections.Concurrent;
using Work.Embedded.Engine.Entities;
using Work.Embedded.Engine.Instances;
using Work.Embedded.Engine.Messages;

namespace Work.Embedded.Engine.Core;

/// <summary>The actors in memory, by id; one is made when somebody has a message for an id without one.</summary>
internal sealed class ActorTable(EngineCore core)
{
    private readonly ConcurrentDictionary<string, Actor> live = new(StringComparer.Ordinal);

    public int Count => live.Count;

    public void Post(string id, Message message)
    {
        while (!live.GetOrAdd(id, static (key, owner) => owner.Make(key), this).Post(message))
        {
            // That one was retiring; it removes itself, and the next look finds none or a new one.
            Thread.Yield();
        }
    }

    public void Remove(Actor actor) => live.TryRemove(KeyValuePair.Create(actor.Id, actor));

    /// <summary>Lets the actor of this id, if it is in memory and at rest, read its rows again.</summary>
    public void Evict(string id)
    {
        if (live.TryGetValue(id, out var actor))
        {
            actor.Evict();
        }
    }

    private Actor Make(string id) => id.StartsWith('@') ? new EntityActor(id, core) : new InstanceActor(id, core);
}
