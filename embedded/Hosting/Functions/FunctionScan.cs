using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Work.Embedded.Hosting.Functions;

/// <summary>Finds the methods that declare functions.</summary>
internal static class FunctionScan
{
    private const BindingFlags AnyMethod =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Assembly Sdk = typeof(FunctionAttribute).Assembly;

    /// <summary>Methods with <see cref="FunctionAttribute"/> in <paramref name="roots"/> and the assemblies they refer to, ordered by name.</summary>
    public static IReadOnlyList<(string Name, MethodInfo Method)> Find(IEnumerable<Assembly> roots) =>
        WithReferences(roots)
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => !type.ContainsGenericParameters)
            .SelectMany(type => type.GetMethods(AnyMethod))
            .Select(method => (method.GetCustomAttribute<FunctionAttribute>()?.Name, method))
            .Where(found => found.Name is not null)
            .Select(found => (found.Name!, found.method))
            .OrderBy(found => found.Item1, StringComparer.OrdinalIgnoreCase)
            .ToList();

    // Who declares functions refers to the SDK; whoever does not need not be loaded further.
    private static HashSet<Assembly> WithReferences(IEnumerable<Assembly> roots)
    {
        HashSet<Assembly> found = [];
        var open = new Queue<Assembly>(roots);
        while (open.TryDequeue(out var assembly))
        {
            var references = assembly.GetReferencedAssemblies();
            if (assembly == Sdk || !references.Any(name => name.Name == Sdk.GetName().Name) || !found.Add(assembly))
            {
                continue;
            }

            foreach (var name in references.Where(name => !IsFramework(name.Name!)))
            {
                open.Enqueue(Assembly.Load(name));
            }
        }

        return found;
    }

    private static bool IsFramework(string name) =>
        name.StartsWith("System", StringComparison.Ordinal) || name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
