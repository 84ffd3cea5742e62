using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Work.Embedded.Engine.Entities;

/// <summary>An entity's state during one operation.</summary>
internal sealed class EntityState(DataConverter converter, string? serialized) : TaskEntityState
{
    public string? Serialized { get; private set; } = serialized;

    public override bool HasState => Serialized is not null;

    public override object? GetState(Type type) => Serialized is null ? null : converter.Deserialize(Serialized, type);

    public override void SetState(object? state) => Serialized = state is null ? null : converter.Serialize(state);
}
