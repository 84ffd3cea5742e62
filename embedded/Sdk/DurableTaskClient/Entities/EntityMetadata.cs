using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>What a client learns of an entity at one moment.</summary>
/// <typeparam name="TState">The type of its state.</typeparam>
[JsonConverter(typeof(EntityMetadataConverter))]
public class EntityMetadata<TState>
{
    private readonly TState? _state;

    /// <summary>Describes an entity without its state.</summary>
    /// <exception cref="ArgumentException">The id is the default value.</exception>
    public EntityMetadata(EntityInstanceId id)
    {
        if (id == default)
        {
            throw new ArgumentException("An entity has a name and a key.", nameof(id));
        }

        Id = id;
    }

    /// <summary>Describes an entity.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="state">Its state; null for none.</param>
    public EntityMetadata(EntityInstanceId id, TState? state)
        : this(id)
    {
        IncludesState = state is not null;
        _state = state;
    }

    /// <summary>The entity's id.</summary>
    public EntityInstanceId Id { get; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset LastModifiedTime { get; init; }

    /// <summary>How many operations wait for it.</summary>
    public int BacklogQueueSize { get; init; }

    /// <summary>The orchestration that has it locked, if one has.</summary>
    public string? LockedBy { get; init; }

    /// <summary>Whether <see cref="State"/> can be read.</summary>
    [MemberNotNullWhen(true, nameof(State))]
    public bool IncludesState { get; }

    /// <summary>The entity's state.</summary>
    /// <exception cref="InvalidOperationException">It was not asked for, or there is none.</exception>
    public TState State => IncludesState
        ? _state!
        : throw new InvalidOperationException($"There is no state to read while {nameof(IncludesState)} is false.");
}

/// <summary>What a client learns of an entity at one moment, the state still in its stored form.</summary>
[JsonConverter(typeof(EntityMetadataConverter))]
public sealed class EntityMetadata : EntityMetadata<SerializedData>
{
    /// <summary>Describes an entity.</summary>
    public EntityMetadata(EntityInstanceId id, SerializedData? state = null)
        : base(id, state)
    {
    }
}
