using Microsoft.Extensions.DependencyInjection;

namespace Work.Functions.Queues;

/// <summary>Registers what storage queues need.</summary>
public static class QueueServices
{
    /// <summary>Takes requests from the queue <c>work-requests</c>, and lets works put messages into queues; configured by the section <c>Work:Queues</c>.</summary>
    public static IServiceCollection AddWorkQueues(this IServiceCollection services)
    {
        services.AddOptions<WorkQueueOptions>().BindConfiguration(WorkQueueOptions.Section)
            .Validate(options => options.RememberFor >= WorkQueueOptions.LeastRememberFor, "Work:Queues:RememberFor must be at least 1 h.")
            .Validate(options => options.Connection.Length > 0, "Work:Queues:Connection must name a setting.")
            .ValidateOnStart();
        return services.AddSingleton<WorkRequestIntake>().AddSingleton<WorkQueueNames>().AddSingleton<WorkQueueAccount>();
    }
}
