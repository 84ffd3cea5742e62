namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned; middleware may change it on the way out.</summary>
/// <typeparam name="T">The type that it is read as.</typeparam>
public abstract class InvocationResult<T>
{
    /// <summary>The returned value; null before the function has run.</summary>
    public abstract T? Value { get; set; }
}

/// <summary>What a function returned, whatever its type.</summary>
public abstract class InvocationResult : InvocationResult<object>
{
}
