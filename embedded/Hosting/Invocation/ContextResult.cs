using Microsoft.Azure.Functions.Worker;

namespace Work.Embedded.Hosting.Invocation;

/// <summary>The result that lives in the invocation's context, seen as any type.</summary>
internal sealed class ContextResult(InvocationContext context) : InvocationResult
{
    public override object? Value
    {
        get => context.Result;
        set => context.Result = value;
    }
}

/// <summary>The same, seen as <typeparamref name="T"/>.</summary>
internal sealed class ContextResult<T>(InvocationContext context) : InvocationResult<T>
{
    public override T? Value
    {
        get => context.Result switch
        {
            null => default,
            T value => value,
            var other => throw new InvalidOperationException($"The function returned a {other.GetType().Name}, not a {typeof(T).Name}."),
        };
        set => context.Result = value;
    }
}
