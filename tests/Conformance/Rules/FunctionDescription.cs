namespace Conformance.Rules;

/// <summary>A function as the host and the worker's build see it.</summary>
internal sealed record FunctionDescription(string Name, IReadOnlyList<BindingDescription> Bindings)
{
    /// <summary>Whether code outside of its assembly can call it: generated code does.</summary>
    public bool IsReachable { get; init; } = true;

    public bool IsAsyncVoid { get; init; }

    public bool TakesCancellation { get; init; }

    public bool HasRetry { get; init; }

    /// <summary>Of a result with output bindings: an answer to HTTP that is not marked as such; null when there is none.</summary>
    public string? UnmarkedAnswer { get; init; }

    public IEnumerable<BindingDescription> Triggers => Bindings.Where(binding => binding.Direction == BindingDirection.Trigger);

    public IEnumerable<BindingDescription> TriggersOf(string kind) => Triggers.Where(binding => binding.Kind == kind);
}

/// <summary>A binding of a function.</summary>
/// <param name="Name">Its name in the metadata: the parameter's.</param>
/// <param name="Direction">What it does for its function.</param>
/// <param name="Kind">The attribute's name without its ending: <c>Http</c>, <c>Timer</c>, <c>DurableClient</c>.</param>
/// <param name="Type">The type that it is bound to.</param>
/// <param name="Settings">The attribute's properties by name.</param>
internal sealed record BindingDescription(string Name, BindingDirection Direction, string Kind, Type Type, IReadOnlyDictionary<string, object?> Settings)
{
    public T? Setting<T>(string name) => Settings.TryGetValue(name, out object? value) ? (T?)value : default;
}

/// <summary>What a binding does for its function.</summary>
internal enum BindingDirection
{
    Trigger,
    Input,
    Output,
}
