using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Work.Functions.Works;

namespace Work.Functions.Workers;

/// <summary>Registers workers.</summary>
public static class WorkerServices
{
    /// <summary>The longest name: a worker's name is a tag of its works, and this is what a tag may have.</summary>
    public const int MaxNameLength = 128;

    /// <summary>Registers a worker under a name. Each run gets a fresh instance, made in and disposed with the run's scope.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">1 to 128 characters, unique in the host. It is stored with works, so it must outlive a rename of the class.</param>
    /// <param name="description">A sentence for people, or null.</param>
    /// <param name="inputSchema">A JSON schema of the input as text, or null. It informs; the host does not check inputs by it.</param>
    /// <exception cref="ArgumentException">The name is empty, too long or taken, or the schema is no JSON object.</exception>
    public static IServiceCollection AddWorker<TWorker>(
        this IServiceCollection services, string name, string? description = null, string? inputSchema = null)
        where TWorker : class, IWorker =>
        services.AddRegistration(name, new WorkerRegistration(name, description, ParseSchema(name, inputSchema))).AddKeyedTransient<IWorker, TWorker>(name);

    /// <summary>Registers a worker that is outside the process: its works are leased over HTTP (<c>POST /api/leases</c>).</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">1 to 128 characters, unique in the host.</param>
    /// <param name="description">A sentence for people, or null.</param>
    /// <param name="inputSchema">A JSON schema of the input as text, or null. It informs; the host does not check inputs by it.</param>
    /// <exception cref="ArgumentException">The name is empty, too long or taken, or the schema is no JSON object.</exception>
    public static IServiceCollection AddExternalWorker(this IServiceCollection services, string name, string? description = null, string? inputSchema = null) =>
        services.AddRegistration(name, new WorkerRegistration(name, description, ParseSchema(name, inputSchema)) { IsExternal = true });

    /// <summary>Registers the external workers that the settings name.</summary>
    internal static IServiceCollection AddExternalWorkers(this IServiceCollection services, IConfiguration configuration)
    {
        foreach (ExternalWorkerOptions worker in configuration.GetSection($"{WorkOptions.Section}:{nameof(WorkOptions.ExternalWorkers)}").Get<List<ExternalWorkerOptions>>() ?? [])
        {
            services.AddExternalWorker(worker.Name, worker.Description, worker.InputSchema);
        }

        return services;
    }

    private static IServiceCollection AddRegistration(this IServiceCollection services, string name, WorkerRegistration registration)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > MaxNameLength)
        {
            throw new ArgumentException($"The worker name '{name}' has {name.Length} characters; {MaxNameLength} is the most.", nameof(name));
        }

        if (services.Any(service => !service.IsKeyedService && service.ImplementationInstance is WorkerRegistration taken && taken.Name == name))
        {
            throw new ArgumentException($"Two workers are registered under the name '{name}'. A name must be given once.", nameof(name));
        }

        services.TryAddSingleton<WorkerRegistry>();
        return services.AddSingleton(registration);
    }

    private static JsonElement? ParseSchema(string name, string? schema)
    {
        if (schema is null)
        {
            return null;
        }

        try
        {
            var parsed = JsonElement.Parse(schema);
            return parsed.ValueKind == JsonValueKind.Object
                ? parsed
                : throw new ArgumentException($"The input schema of the worker '{name}' must be a JSON object.", nameof(schema));
        }
        catch (JsonException fault)
        {
            throw new ArgumentException($"The input schema of the worker '{name}' is not JSON: {fault.Message}", nameof(schema), fault);
        }
    }
}
