using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Works;

namespace Work.Functions.Conditions;

/// <summary>Registers the sources of conditions.</summary>
public static class ConditionServices
{
    /// <summary>Registers a source under a name of the contract (<c>connected</c>, <c>storageNotLow</c>, <c>deviceIdle</c> and their kin), or one of the app's own, which works ask for in <c>conditions</c>.</summary>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public static IServiceCollection AddCondition<T>(this IServiceCollection services, string name)
        where T : class, IConditionSource
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (services.Any(service => !service.IsKeyedService && service.ImplementationInstance is ConditionRegistration taken && taken.Name == name))
        {
            throw new ArgumentException($"Two sources are registered under the name '{name}'. A name must be given once.", nameof(name));
        }

        services.AddSingleton(new ConditionRegistration(name));
        return services.AddKeyedSingleton<IConditionSource, T>(name);
    }

    /// <summary>Adds what reports conditions, and those of the built-in sources that are configured.</summary>
    internal static void AddConditions(this FunctionsApplicationBuilder builder)
    {
        IServiceCollection services = builder.Services;
        services.AddOptions<ConditionOptions>().BindConfiguration(ConditionOptions.Section)
            .Validate(options => options.LookInterval > TimeSpan.Zero, "Work:Conditions:LookInterval must be more than zero.").ValidateOnStart();
        services.AddSingleton<ConditionReporter>().AddSingleton<ContentLimit>();
        services.AddSingleton<ConditionLooks>().AddHostedService(provider => provider.GetRequiredService<ConditionLooks>());
        ConditionOptions configured = builder.Configuration.GetSection(ConditionOptions.Section).Get<ConditionOptions>() ?? new ConditionOptions();
        if (configured.HealthUrl is not null)
        {
            services.AddCondition<ConnectedCondition>("connected");
        }

        if (configured.WatchStorage)
        {
            services.AddCondition<StorageCondition>("storageNotLow");
        }

        if (configured.WatchIdle)
        {
            services.AddSingleton<ICpuMeter, CpuMeter>();
            services.AddCondition<IdleCondition>("deviceIdle");
        }
    }
}

/// <summary>A source and its name.</summary>
public sealed record ConditionRegistration(string Name);
