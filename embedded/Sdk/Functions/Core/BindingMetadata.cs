namespace Microsoft.Azure.Functions.Worker;

/// <summary>Which way data flows.</summary>
public enum BindingDirection
{
    /// <summary>Into the function.</summary>
    In,

    /// <summary>Out of the function.</summary>
    Out,
}

/// <summary>One binding of a function.</summary>
public abstract class BindingMetadata
{
    /// <summary>The parameter's name.</summary>
    public abstract string Name { get; }

    /// <summary>The binding's type, e.g. <c>httpTrigger</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Which way data flows.</summary>
    public abstract BindingDirection Direction { get; }
}
