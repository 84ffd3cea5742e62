namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator, activity or entity. Case is ignored when two are compared.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    /// <summary>Names a task.</summary>
    /// <param name="name">Null makes the default value, which names nothing.</param>
    public TaskName(string name)
    {
        Name = name;
#pragma warning disable CS0618 // Obsolete for callers; the value still has to hold something.
        Version = name is null ? null! : string.Empty;
#pragma warning restore CS0618
    }

    /// <summary>The name as it was written.</summary>
    public string Name { get; }

    /// <summary>Always empty; <see cref="TaskVersion"/> carries versions.</summary>
    [Obsolete("Refer to TaskVersion instead.")]
    public string Version { get; }

    /// <summary>Reads a name out of its value.</summary>
    public static implicit operator string(TaskName value) => value.Name;

    /// <summary>Names a task; null and empty give the default value.</summary>
    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new(value);

    /// <summary>Whether both name the same task.</summary>
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    /// <summary>Whether they name different tasks.</summary>
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name; empty for the default value.</summary>
    public override string ToString() => Name ?? string.Empty;
}
