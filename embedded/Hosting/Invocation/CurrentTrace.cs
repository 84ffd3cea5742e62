using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;

namespace Work.Embedded.Hosting.Invocation;

/// <summary>The trace that is current where it is asked for; empty when nothing traces.</summary>
internal sealed class CurrentTrace : TraceContext
{
    public static readonly CurrentTrace Instance = new();

    public override string TraceParent => Activity.Current?.Id ?? string.Empty;

    public override string TraceState => Activity.Current?.TraceStateString ?? string.Empty;
}
