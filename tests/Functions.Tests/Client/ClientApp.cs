using Microsoft.Extensions.DependencyInjection;
using Work.Client;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Clients;

/// <summary>The real app, and a client of it over real HTTP.</summary>
internal sealed class ClientApp : IAsyncDisposable
{
    private readonly ServiceProvider services;

    private ClientApp(TestApp host, Action<WorkClientOptions>? configure)
    {
        Host = host;
        ServiceCollection registered = new();
        registered.AddSingleton<TimeProvider>(Clock);
        registered.AddWorkClient(options =>
        {
            options.BaseAddress = new Uri(host.Client.BaseAddress!, "api");
            configure?.Invoke(options);
        }).AddHttpMessageHandler(Road.NewHandler);
        services = registered.BuildServiceProvider();
        Work = services.GetRequiredService<IWorkManager>();
        Leases = services.GetRequiredService<IWorkLeases>();
    }

    internal TestApp Host { get; }

    internal IWorkManager Work { get; }

    internal IWorkLeases Leases { get; }

    internal Road Road { get; } = new();

    internal InstantClock Clock { get; } = new();

    internal static OneTimeWorkRequestBuilder Succeeds { get; } = OneTimeWorkRequest.For("scripted");

    internal static async Task<ClientApp> StartAsync(Action<WorkClientOptions>? configure = null, params (string Name, string Value)[] more) =>
        new(await TestApp.StartAsync(more: more), configure);

    internal async Task<List<Model.WorkInfo>> ListAsync(WorkQuery? query = null)
    {
        var works = new List<Model.WorkInfo>();
        await foreach (Model.WorkInfo work in Work.ListAsync(query))
        {
            works.Add(work);
        }

        return works;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await Host.DisposeAsync();
    }
}
