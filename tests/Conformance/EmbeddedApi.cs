using System.Reflection;
using Conformance.Api;
using Microsoft.DurableTask;

namespace Conformance;

/// <summary>What <c>embedded/</c> declares in namespaces that are not the project's own.</summary>
internal static class EmbeddedApi
{
    public static Assembly Assembly { get; } = typeof(TaskOrchestrationContext).Assembly;

    public static IReadOnlyList<string> Lines { get; } = ApiLines.Of(Assembly.GetTypes().Where(IsForeign));

    private static bool IsForeign(Type type) => type.Namespace is { } name
        && (name.StartsWith("Microsoft.", StringComparison.Ordinal) || name.StartsWith("DurableTask.", StringComparison.Ordinal));
}
