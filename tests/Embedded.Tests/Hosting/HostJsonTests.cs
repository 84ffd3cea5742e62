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
    public void A_value_out_of_range_is_named(string json, string key) =>
        Assert.Contains(key, Assert.Throws<InvalidOperationException>(() => Load(json)).Message, StringComparison.Ordinal);

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
