namespace Work.Functions.Tests.Telemetry;

/// <summary>Sources of spans belong to the process, so who listens to them, or proves that nobody does, runs alone.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TelemetryCollection
{
    public const string Name = "telemetry";
}
