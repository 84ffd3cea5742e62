using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Keeps how far the agenda has been opened, so that slots which passed while nobody ran are opened later. It only moves forward; without a state nothing was
/// ever noted. A position that is behind costs the reading of buckets that are empty by now, and nothing else.
/// </summary>
public static class AgendaCursorEntity
{
    /// <summary>The name of the entity.</summary>
    public const string EntityName = "agendacursor";

    /// <summary>The operation that sets the position if there is none.</summary>
    public const string Begin = "begin";

    /// <summary>The operation that moves it forward.</summary>
    public const string Move = "move";

    /// <summary>There is one.</summary>
    public static EntityInstanceId Id { get; } = new(EntityName, "all");

    /// <summary>Serves one operation, with an <see cref="AgendaCursor"/>.</summary>
    [Function(EntityName)]
    public static Task RunAsync([EntityTrigger] TaskEntityDispatcher dispatcher)
    {
        ArgumentNullException.ThrowIfNull(dispatcher);
        return dispatcher.DispatchAsync(operation => ValueTask.FromResult(Serve(operation)));
    }

    internal static object? Serve(TaskEntityOperation operation)
    {
        AgendaCursor? cursor = operation.State.GetState<AgendaCursor>();
        AgendaCursor given = operation.GetInput<AgendaCursor>()!;
        operation.State.SetState(operation.Name switch
        {
            Begin => cursor ?? given,
            Move => cursor is null || given.OpenedUntil > cursor.OpenedUntil ? given : cursor,
            _ => throw new NotSupportedException($"The cursor of the agenda has no operation '{operation.Name}'."),
        });
        return null;
    }
}
