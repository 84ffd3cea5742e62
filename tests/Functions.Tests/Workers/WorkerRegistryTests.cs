using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Files;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Workers;

public sealed class WorkerRegistryTests
{
    [Fact]
    public async Task Each_run_gets_a_fresh_worker_that_ends_with_its_scope()
    {
        await using var services = new ServiceCollection().AddWorker<Disposed>("mine", "Does it.", """{ "type": "object" }""").BuildServiceProvider();
        var registration = services.GetRequiredService<WorkerRegistry>().TryGet("mine")!;
        Disposed first;
        await using (var scope = services.CreateAsyncScope())
        {
            first = (Disposed)registration.Create(scope.ServiceProvider);
            Assert.NotSame(first, registration.Create(scope.ServiceProvider));
        }

        Assert.True(first.IsDisposed);
        Assert.Equal(("mine", "Does it.", JsonValueKind.Object), (registration.Name, registration.Description, registration.InputSchema!.Value.ValueKind));
        Assert.Null(services.GetRequiredService<WorkerRegistry>().TryGet("Mine"));
    }

    [Theory]
    [InlineData("mine")]
    [InlineData("")]
    [InlineData(" ")]
    public void A_name_that_is_taken_or_empty_is_refused(string name)
    {
        var services = new ServiceCollection().AddWorker<Disposed>("mine");

        Assert.Throws<ArgumentException>(() => services.AddWorker<DelayWorker>(name));
        Assert.Throws<ArgumentException>(() => services.AddWorker<DelayWorker>(new string('x', WorkerServices.MaxNameLength + 1)));
    }

    [Fact]
    public void A_schema_that_is_no_JSON_object_is_refused()
    {
        var services = new ServiceCollection();

        Assert.Throws<ArgumentException>(() => services.AddWorker<DelayWorker>("a", inputSchema: "[]"));
        Assert.Throws<ArgumentException>(() => services.AddWorker<DelayWorker>("a", inputSchema: "{"));
        Assert.DoesNotContain(services, service => service.ServiceType == typeof(WorkerRegistration));
    }

    [Fact]
    public async Task The_built_in_workers_can_all_be_made_and_say_what_they_take()
    {
        using var rig = new Rig();
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("Work:Files:Root", rig.Root), new("Work:Http:AllowedHosts:0", "example.com")]).Build();
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<IConfiguration>(configuration)
            .AddFolderFileStore()
            .AddBuiltInWorkers()
            .AddScriptedWorker()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        var registry = services.GetRequiredService<WorkerRegistry>();

        Assert.Equal(["archive", "combine", "delay", "http", "queue", "scripted", "transfer"], registry.Names);
        await using var scope = services.CreateAsyncScope();
        Assert.All(registry.Names, name => Assert.NotNull(registry.TryGet(name)!.Create(scope.ServiceProvider)));
        Assert.All(registry.Names, name => Assert.NotNull(registry.TryGet(name)!.InputSchema));
    }

    private sealed class Disposed : IWorker, IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;

        public Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop) => Task.FromResult(WorkResult.Success());
    }
}
