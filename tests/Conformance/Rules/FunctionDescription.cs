namespace Conformance.Rules;

/// <summary>A function as the host sees it.</summary>
internal sealed record FunctionDescription(string Name, params BindingDescription[] Bindings);

/// <summary>A binding of a function; the last two are an HTTP trigger's.</summary>
internal sealed record BindingDescription(string Name, BindingDirection Direction, bool IsHttp = false, string? Route = null, params string[] Methods);

/// <summary>What a binding does for its function.</summary>
internal enum BindingDirection
{
    Trigger,
    Input,
    Output,
}
