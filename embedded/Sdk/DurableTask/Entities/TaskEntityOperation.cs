namespace Microsoft.DurableTask.Entities;

/// <summary>One operation that an entity has been asked for.</summary>
public abstract class TaskEntityOperation
{
    /// <summary>The operation's name, as the sender wrote it.</summary>
    public abstract string Name { get; }

    /// <summary>What the entity may do beside changing its state.</summary>
    public abstract TaskEntityContext Context { get; }

    /// <summary>The entity's state.</summary>
    public abstract TaskEntityState State { get; }

    /// <summary>Whether the sender gave an input.</summary>
    public abstract bool HasInput { get; }

    /// <summary>The input.</summary>
    public virtual T? GetInput<T>() => (T?)GetInput(typeof(T));

    /// <summary>The input as a value of a type.</summary>
    public abstract object? GetInput(Type inputType);

    /// <summary>The entity's and the operation's name.</summary>
    public override string ToString() => $"{Context.Id.Name}/{Name}";
}
