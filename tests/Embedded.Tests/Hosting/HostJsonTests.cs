using Microsoft.Extensions.Configuration;
using Work.Embedded.Hosting.Setup;

namespace Embedded.Tests.Hosting;

public sealed class HostJsonTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("host-json-").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void Without_a_file_the_defaults_of_the_Functions_host_hold()
    {
        var host = Load("{}");
        Assert.Equal(("api", "TestHubName", TimeSpan.FromMinutes(30)), (host.RoutePrefix, host.HubName, host.FunctionTimeout));
        Assert.Equal(10 * Environment.ProcessorCount, host.MaxConcurrentActivities);
    }

    [Fact]
    public void What_the_file_says_is_taken_and_settings_stand_for_their_names()
    {
        var host = Load("""
            {
              "functionTimeout": "-1",
              "extensions": {
                "http": { "routePrefix": "" },
                "durableTask": { "hubName": "%HUB%", "defaultVersion": "2", "maxConcurrentActivityFunctions": 7, "maxConcurrentOrchestratorFunctions": 5 }
              }
            }
            """);
        Assert.Equal(("", "FromSetting", "2", 7, 5), (host.RoutePrefix, host.HubName, host.DefaultVersion, host.MaxConcurrentActivities, host.MaxConcurrentOrchestrations));
        Assert.Null(host.FunctionTimeout);
    }

    [Theory]
    [InlineData("""{ "functionTimeout": "soon" }""", "functionTimeout")]
    [InlineData("""{ "extensions": { "durableTask": { "hubName": "1st" } } }""", "hubName")]
    [InlineData("""{ "extensions": { "durableTask": { "maxConcurrentActivityFunctions": 0 } } }""", "maxConcurrentActivityFunctions")]
    [InlineData("""{ "extensions": { "queues": { "batchSize": 33 } } }""", "extensions.queues.batchSize")]
    [InlineData("""{ "extensions": { "queues": { "newBatchThreshold": -1 } } }""", "extensions.queues.newBatchThreshold")]
    [InlineData("""{ "extensions": { "queues": { "maxDequeueCount": 0 } } }""", "extensions.queues.maxDequeueCount")]
    [InlineData("""{ "extensions": { "queues": { "maxPollingInterval": "00:00:00.05" } } }""", "extensions.queues.maxPollingInterval")]
    [InlineData("""{ "extensions": { "queues": { "visibilityTimeout": "later" } } }""", "extensions.queues.visibilityTimeout")]
    [InlineData("""{ "extensions": { "queues": { "messageEncoding": "utf8" } } }""", "extensions.queues.messageEncoding")]
    public void A_value_out_of_range_is_named(string json, string key) =>
        Assert.Contains(key, Assert.Throws<InvalidOperationException>(() => Load(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void Queues_have_the_defaults_of_the_storage_extension_and_what_the_file_says()
    {
        var standard = Load("{}").Queues;
        Assert.Equal((16, 8, 5, TimeSpan.FromMinutes(1), TimeSpan.Zero, true), (standard.BatchSize, standard.NewBatchThreshold, standard.MaxDequeueCount, standard.MaxPollingInterval, standard.VisibilityTimeout, standard.IsBase64));
        var told = Load("""{ "extensions": { "queues": { "batchSize": 10, "maxDequeueCount": 7, "maxPollingInterval": "00:00:02", "visibilityTimeout": "00:00:30", "messageEncoding": "none" } } }""").Queues;
        Assert.Equal((10, 5, 7, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(30), false), (told.BatchSize, told.NewBatchThreshold, told.MaxDequeueCount, told.MaxPollingInterval, told.VisibilityTimeout, told.IsBase64));
    }

    [Fact]
    public async Task The_route_prefix_stands_before_each_route()
    {
        await using var sample = await SampleHost.StartAsync(hostJson: """{ "extensions": { "http": { "routePrefix": "v1/x" } } }""");
        Assert.Equal("home", await sample.Client.GetStringAsync("/v1/x/home"));
    }

    private HostJson Load(string json)
    {
        File.WriteAllText(Path.Combine(directory, "host.json"), json);
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("HUB", "FromSetting")]).Build();
        return HostJson.Load(directory, new SettingNames(settings));
    }
}
