using Work.Embedded.Hosting.Invocation;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Reads what a function was given and returned.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>The function's return value, readable and changeable after the function has run.</summary>
    /// <exception cref="InvalidOperationException">The context was not made by this host.</exception>
    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        context is InvocationContext invocation
            ? new ContextResult(invocation)
            : throw new InvalidOperationException("The context was not made by this host.");

    /// <summary>The function's return value as <typeparamref name="T"/>.</summary>
    /// <exception cref="InvalidOperationException">The value is of another type, or the context was not made by this host.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context) =>
        context is InvocationContext invocation
            ? new ContextResult<T>(invocation)
            : throw new InvalidOperationException("The context was not made by this host.");
}
