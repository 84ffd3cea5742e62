using System.Reflection;

namespace Work.Embedded.Engine;

/// <summary>The names under which the embedded host can be listened to.</summary>
public static class EmbeddedTelemetry
{
    /// <summary>The source of its spans (<see cref="System.Diagnostics.ActivitySource"/>).</summary>
    public const string SourceName = "Work.Embedded";

    /// <summary>The meter of its metrics (<see cref="System.Diagnostics.Metrics.Meter"/>).</summary>
    public const string MeterName = "Work.Embedded";

    internal static string? Version { get; } = typeof(EmbeddedTelemetry).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];
}
