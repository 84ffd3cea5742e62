using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Work.Functions.Workers;

/// <summary>One registered worker: a name, and what is known of it.</summary>
/// <param name="Name">The name that works are enqueued for.</param>
/// <param name="Description">A sentence for people; null when none was given.</param>
/// <param name="InputSchema">The JSON schema of its input; null when none was given.</param>
public sealed record WorkerRegistration(string Name, string? Description, JsonElement? InputSchema)
{
    /// <summary>Whether it is outside the process: its works are leased, and it has no class here.</summary>
    public bool IsExternal { get; init; }

    /// <summary>Makes a fresh worker for one run.</summary>
    /// <param name="scope">The run's own scope; disposing it disposes the worker.</param>
    public IWorker Create(IServiceProvider scope) => scope.GetRequiredKeyedService<IWorker>(Name);
}
