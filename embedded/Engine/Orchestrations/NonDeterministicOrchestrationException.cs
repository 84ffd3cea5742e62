namespace Work.Embedded.Engine.Orchestrations;

/// <summary>A replay asked for something else than the history says the same code asked for before. The instance fails with it.</summary>
public sealed class NonDeterministicOrchestrationException : Exception
{
    /// <summary>Without a message.</summary>
    public NonDeterministicOrchestrationException() { }

    /// <summary>With the event and the call that differ.</summary>
    public NonDeterministicOrchestrationException(string message) : base(message) { }

    /// <summary>With the event and the call that differ, and a cause.</summary>
    public NonDeterministicOrchestrationException(string message, Exception innerException) : base(message, innerException) { }
}
