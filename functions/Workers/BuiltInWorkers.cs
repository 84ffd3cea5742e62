using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Work.Functions.Queues;

namespace Work.Functions.Workers;

/// <summary>Registers the workers that every host has.</summary>
public static class BuiltInWorkers
{
    /// <summary>
    /// Registers <c>http</c>, <c>queue</c>, <c>transfer</c>, <c>archive</c>, <c>combine</c> and <c>delay</c>. They need a <see cref="Files.IFileStore"/>; what they may call is
    /// configured by the sections <c>Work:Http</c> and <c>Work:Queues</c>.
    /// </summary>
    public static IServiceCollection AddBuiltInWorkers(this IServiceCollection services)
    {
        services.AddOptions<WorkHttpOptions>().BindConfiguration(WorkHttpOptions.Section);
        services.TryAddSingleton<GuardedHttp>();
        services.AddWorkQueues();
        return services
            .AddWorker<HttpWorker>("http", "Calls an address that does the work and answers with its result.", InputSchemas.Http)
            .AddWorker<QueueWorker>("queue", "Puts a message into a storage queue, for somebody who does the work and calls back.", InputSchemas.Queue)
            .AddWorker<TransferWorker>(
                "transfer", "Copies an address to a stored file, resuming by range, or a stored file to an address.", InputSchemas.Transfer)
            .AddWorker<ArchiveWorker>("archive", "Packs stored files into a zip or gzip.", InputSchemas.Archive)
            .AddWorker<CombineWorker>("combine", "Answers with its input: joins branches, best with the merger arrayCreating.", InputSchemas.Combine)
            .AddWorker<DelayWorker>("delay", "Runs for as long as it is told.", InputSchemas.Delay);
    }

    /// <summary>Registers <c>scripted</c>, for testing mode only.</summary>
    public static IServiceCollection AddScriptedWorker(this IServiceCollection services) =>
        services.AddWorker<ScriptedWorker>("scripted", "Does what its input says, attempt by attempt. For tests.", InputSchemas.Scripted);
}
