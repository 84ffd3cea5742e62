using System.Diagnostics.CodeAnalysis;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>The workers of this host, by name. A closed set: stored data names a worker, never a type.</summary>
public sealed class WorkerRegistry
{
    private readonly SortedDictionary<string, WorkerRegistration> byName = new(StringComparer.Ordinal);

    private readonly Lazy<HashSet<string>> names;
    private readonly Lazy<HashSet<string>> externalNames;

    /// <summary>Collects the registrations.</summary>
    /// <exception cref="InvalidOperationException">Two of them have the same name.</exception>
    public WorkerRegistry(IEnumerable<WorkerRegistration> registrations)
    {
        names = new(() => [.. byName.Keys]);
        externalNames = new(() => [.. byName.Values.Where(worker => worker.IsExternal).Select(worker => worker.Name)]);
        foreach (var registration in registrations)
        {
            if (!byName.TryAdd(registration.Name, registration))
            {
                throw new InvalidOperationException($"Two workers are registered under the name '{registration.Name}'. A name must be given once.");
            }
        }
    }

    /// <summary>All names, in ordinal order.</summary>
    public IReadOnlyCollection<string> Names => byName.Keys;

    /// <summary>What a request's body is checked against.</summary>
    public EnqueueContext ContextOf(WorkLimits limits, DateTimeOffset now) => new(limits, names.Value, now) { ExternalWorkers = externalNames.Value };

    /// <summary>Finds a worker.</summary>
    /// <returns>The registration, or null when the name is unknown. Names are compared case by case.</returns>
    public WorkerRegistration? TryGet(string name) => byName.GetValueOrDefault(name);

    /// <summary>Finds a worker.</summary>
    /// <returns>Whether the name is known.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out WorkerRegistration? registration) => byName.TryGetValue(name, out registration);
}
