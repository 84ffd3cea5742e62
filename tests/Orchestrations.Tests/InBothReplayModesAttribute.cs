using System.Reflection;
using Xunit.Sdk;

namespace Orchestrations.Tests;

/// <summary>Runs a test with instances that are kept in memory, and with instances that are replayed from their history at every step; other arguments follow.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class InBothReplayModesAttribute(params object[] arguments) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[ReplayMode.InMemory, .. arguments], [ReplayMode.Always, .. arguments]];
}

/// <summary>What the engine keeps of an instance between two steps.</summary>
public enum ReplayMode
{
    /// <summary>Its running code.</summary>
    InMemory,

    /// <summary>Nothing but its history.</summary>
    Always,
}
