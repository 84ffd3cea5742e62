using System.Diagnostics;
using System.Reflection;

namespace Work.Functions.Telemetry;

/// <summary>The names under which the app can be listened to: docs/telemetry.md lists its spans and metrics.</summary>
public static class WorkTelemetry
{
    /// <summary>The source of its spans (<see cref="ActivitySource"/>).</summary>
    public const string SourceName = "Work.Functions";

    /// <summary>The meter of its metrics (<see cref="System.Diagnostics.Metrics.Meter"/>).</summary>
    public const string MeterName = "Work.Functions";

    internal static string? Version { get; } = typeof(WorkTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    internal static ActivitySource Source { get; } = new(SourceName, Version);

    /// <summary>The <c>traceparent</c> that a request is part of, if it is worth keeping: somebody listens, or the caller sent one.</summary>
    internal static string? CurrentTrace() =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } current && (current.Recorded || current.ParentId is not null || Source.HasListeners()) ? current.Id : null;
}
