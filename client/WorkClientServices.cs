using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Work.Client;

/// <summary>Registers the client.</summary>
public static class WorkClientServices
{
    /// <summary>
    /// Registers <see cref="IWorkManager"/> and <see cref="IWorkLeases"/> as singletons over <see cref="IHttpClientFactory"/>. A <see cref="TimeProvider"/> that is registered
    /// already is what retries wait on. Wrong options are told at the start of a host, or else at the first use.
    /// </summary>
    /// <returns>The builder of the HTTP client, for handlers of the caller's own.</returns>
    public static IHttpClientBuilder AddWorkClient(this IServiceCollection services, Action<WorkClientOptions> configure)
    {
        services.AddOptions<WorkClientOptions>().Configure(configure)
            .Validate(
                options => options.BaseAddress is { IsAbsoluteUri: true, Scheme: "http" or "https" },
                "BaseAddress must be an absolute http or https address.")
            .Validate(options => options.MaxRetries >= 0, "MaxRetries must not be negative.")
            .Validate(options => options.RetryDelay >= TimeSpan.Zero, "RetryDelay must not be negative.")
            .Validate(
                options => options.WaitPerCall > TimeSpan.Zero && options.WaitPerCall <= WorkClientOptions.LongestWait,
                "WaitPerCall must be over zero and at most 60 s.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<WorkCalls>();
        services.TryAddSingleton<IWorkManager, WorkClient>();
        services.TryAddSingleton<IWorkLeases, LeaseClient>();

        // A redirect would carry the function key or the token to wherever it points.
        return services.AddHttpClient(WorkCalls.HttpClientName, Prepare).UseSocketsHttpHandler((handler, _) => handler.AllowAutoRedirect = false)
            .ConfigureAdditionalHttpMessageHandlers((handlers, provider) =>
            {
                if (provider.GetRequiredService<IOptions<WorkClientOptions>>().Value.AccessToken is { } token)
                {
                    handlers.Add(new TokenHandler(token));
                }
            });
    }

    private static void Prepare(IServiceProvider services, HttpClient http)
    {
        WorkClientOptions options = services.GetRequiredService<IOptions<WorkClientOptions>>().Value;
        http.BaseAddress = options.Root;
        if (options.FunctionKey is { } key)
        {
            http.DefaultRequestHeaders.Add("x-functions-key", key);
        }
    }
}
