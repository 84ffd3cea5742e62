using Microsoft.DurableTask;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Entities;

namespace Embedded.Tests.Sdk;

/// <summary>One operation on an entity whose state is kept here, as an engine would keep it.</summary>
internal sealed class Operation(string name, object? input = null, bool hasInput = true) : TaskEntityOperation
{
    public StoredState Stored { get; init; } = new();

    public override string Name => name;

    public override TaskEntityContext Context { get; } = new NoEffects();

    public override TaskEntityState State => Stored;

    public override bool HasInput => hasInput && input is not null;

    public override object? GetInput(Type inputType) => JsonDataConverter.Default.Deserialize(JsonDataConverter.Default.Serialize(input), inputType);

    internal sealed class StoredState : TaskEntityState
    {
        public string? Json { get; set; }

        public override bool HasState => Json is not null;

        public override object? GetState(Type type) => JsonDataConverter.Default.Deserialize(Json, type);

        public override void SetState(object? state) => Json = JsonDataConverter.Default.Serialize(state);
    }

    private sealed class NoEffects : TaskEntityContext
    {
        public override EntityInstanceId Id { get; } = new("Counter", "a");

        public override void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null)
            => throw new NotSupportedException();

        public override string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
            => throw new NotSupportedException();
    }
}
