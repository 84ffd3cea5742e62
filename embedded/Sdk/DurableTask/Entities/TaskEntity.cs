namespace Microsoft.DurableTask.Entities;

/// <summary>
/// An entity whose public methods are its operations, names ignoring case. A method takes at most one input and one
/// <see cref="TaskEntityContext"/>, and may be asynchronous. <c>delete</c> works without a method of that name.
/// </summary>
/// <typeparam name="TState">Its state; null deletes the entity.</typeparam>
public abstract class TaskEntity<TState> : ITaskEntity
{
    /// <summary>Whether public methods of the state are operations too. Default: no.</summary>
    protected virtual bool AllowStateDispatch => false;

    /// <summary>The state; kept when the operation has succeeded.</summary>
    protected TState State { get; set; } = default!;

    /// <summary>What the entity may do beside changing its state.</summary>
    protected TaskEntityContext Context { get; private set; } = null!;

    /// <summary>Runs the method that the operation names.</summary>
    /// <exception cref="NotSupportedException">No method has that name.</exception>
    /// <exception cref="InvalidOperationException">The method's parameters cannot be filled in.</exception>
    public async ValueTask<object?> RunAsync(TaskEntityOperation operation)
    {
        ArgumentNullException.ThrowIfNull(operation);
        Context = operation.Context;
        State = operation.State.GetState(typeof(TState)) is { } state ? (TState)state : InitializeState(operation);

        if (FindCall(operation) is { } call)
        {
            object? result = await call.InvokeAsync();
            operation.State.SetState(State);
            return result;
        }

        if (!operation.Name.Equals("delete", StringComparison.OrdinalIgnoreCase))
        {
            throw new NotSupportedException($"No method of {GetType()} serves the operation '{operation}'.");
        }

        operation.State.SetState(null);
        return null;
    }

    /// <summary>The state of an entity that has none yet. Default: the type's parameterless constructor.</summary>
    protected virtual TState InitializeState(TaskEntityOperation entityOperation)
        => Nullable.GetUnderlyingType(typeof(TState)) is { } value
            ? (TState)Activator.CreateInstance(value)!
            : Activator.CreateInstance<TState>();

    private EntityCall? FindCall(TaskEntityOperation operation)
    {
        EntityCall? call = EntityCall.Find(this, operation);
        if (call is not null || !AllowStateDispatch)
        {
            return call;
        }

        return State is null
            ? throw new InvalidOperationException($"The operation '{operation}' goes to the entity's state, but that is null.")
            : EntityCall.Find(State, operation);
    }
}
