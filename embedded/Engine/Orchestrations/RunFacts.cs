using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Work.Embedded.Engine.Orchestrations;

/// <summary>What an execution's code can learn about itself.</summary>
internal sealed record RunFacts(
    string InstanceId,
    string Name,
    string Version,
    string? Input,
    string? CustomStatus,
    ParentOrchestrationInstance? Parent,
    long Row,
    int Execution,
    string? DefaultVersion,
    DataConverter Converter,
    ILoggerFactory Loggers)
{
    /// <summary>The input itself, when it was handed over; null when it is in <see cref="Input"/> only.</summary>
    public object? InputValue { get; init; }
}
