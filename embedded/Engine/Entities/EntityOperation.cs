using Microsoft.DurableTask.Entities;
using Work.Embedded.Engine.Messages;

namespace Work.Embedded.Engine.Entities;

/// <summary>One operation as the entity's code sees it.</summary>
internal sealed class EntityOperation(EntityBatch batch, OperationMessage message, EntityState state) : TaskEntityOperation
{
    private EntityContext? context;

    public override string Name => message.Operation;

    public override TaskEntityContext Context => context ??= new EntityContext(batch);

    public override TaskEntityState State => state;

    /// <summary>The state as the operation left it.</summary>
    public EntityState Kept => state;

    public override bool HasInput => message.Input is not null;

    public override object? GetInput(Type inputType) => batch.Core.Converter.Deserialize(message.Input, inputType);
}
