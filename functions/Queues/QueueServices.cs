using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Work.Functions.Queues;

/// <summary>Registers what storage queues need.</summary>
public static class QueueServices
{
    /// <summary>Lets works put messages into queues, and says which may not be written to; configured by the section <c>Work:Queues</c>.</summary>
    public static IServiceCollection AddWorkQueues(this IServiceCollection services)
    {
        services.AddOptions<WorkQueueOptions>().BindConfiguration(WorkQueueOptions.Section)
            .Validate(options => options.RememberFor >= WorkQueueOptions.LeastRememberFor, "Work:Queues:RememberFor must be at least 1 h.")
            .Validate(options => options.Connection.Length > 0, "Work:Queues:Connection must name a setting.")
            .ValidateOnStart();
        return services.AddSingleton<IValidateOptions<WorkQueueOptions>, WorkQueueConnectionCheck>().AddSingleton<WorkQueueNames>().AddSingleton<WorkQueueAccount>();
    }
}
