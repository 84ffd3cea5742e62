using System.Runtime.ExceptionServices;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>
/// What an entity function is handed: it says which code serves the operation. A failure of that code is the operation's, not the
/// function's; the host takes it from here after the function has returned.
/// </summary>
public sealed class TaskEntityDispatcher
{
    private readonly TaskEntityOperation _operation;
    private readonly IServiceProvider _services;
    private Func<object?>? _outcome;

    internal TaskEntityDispatcher(TaskEntityOperation operation, IServiceProvider services)
    {
        _operation = operation;
        _services = services;
    }

    /// <summary>Lets an entity serve the operation.</summary>
    public Task DispatchAsync(ITaskEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        return DispatchAsync(entity.RunAsync);
    }

    /// <summary>
    /// Lets a <typeparamref name="T"/> serve the operation: from the services if it is an entity, else as the state, whose public
    /// methods are then the operations.
    /// </summary>
    public Task DispatchAsync<T>() => DispatchAsync(typeof(T).IsAssignableTo(typeof(ITaskEntity))
        ? (ITaskEntity)ActivatorUtilities.GetServiceOrCreateInstance<T>(_services)!
        : new StateEntity<T>());

    /// <summary>Lets a function serve the operation.</summary>
    public async Task DispatchAsync(Func<TaskEntityOperation, ValueTask<object?>> handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        try
        {
            object? result = await handler(_operation);
            _outcome = () => result;
        }
        catch (Exception failure)
        {
            var captured = ExceptionDispatchInfo.Capture(failure);
            _outcome = () =>
            {
                captured.Throw();
                return null;
            };
        }
    }

    /// <summary>The operation's result, or its failure as an exception.</summary>
    /// <exception cref="InvalidOperationException">The function has dispatched nothing.</exception>
    internal object? TakeResult() => _outcome is { } outcome
        ? outcome()
        : throw new InvalidOperationException($"The entity function returned without dispatching the operation '{_operation}'.");

    private sealed class StateEntity<TState> : TaskEntity<TState>
    {
        protected override bool AllowStateDispatch => true;
    }
}
