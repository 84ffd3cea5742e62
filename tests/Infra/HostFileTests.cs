using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>host.json and the sample settings: what is dangerous when left to a default is written down, and docs/azure.md says why, key by key.</summary>
public sealed partial class HostFileTests
{
    private const string Provider = "extensions.durableTask.storageProvider.";
    private const string Hub = "extensions.durableTask.hubName";
    private static readonly string Docs = File.ReadAllText(Repository.At("docs", "azure.md"));

    public static TheoryData<string> HostFiles => ["host.json", "host.scheduler.json"];

    public static TheoryData<string> SampleFiles => ["local.settings.sample.json", "local.settings.scheduler.sample.json"];

    [Fact]
    public void TheHostFilesDifferInTheirBackendAlone()
    {
        Dictionary<string, string> storage = Flat("host.json");
        Dictionary<string, string> scheduler = Flat("host.scheduler.json");

        Assert.Equal(Common(storage), Common(scheduler));
    }

    [Theory]
    [MemberData(nameof(HostFiles))]
    public void EveryKeyIsExplained(string file) => Assert.All(Flat(file).Keys, key => Assert.Contains($"`{key}`", Docs, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(SampleFiles))]
    public void EverySampleSettingIsExplained(string file) =>
        Assert.All(Flat(file).Keys, key => Assert.Contains($"`{key.Replace("Values.", "", StringComparison.Ordinal)}`", Docs, StringComparison.Ordinal));

    [Fact]
    public void WithAzureStorageWhatPollsIsPollingRarely()
    {
        Dictionary<string, string> host = Flat("host.json");

        Assert.Equal("azureStorage", host[Provider + "type"]);
        Assert.Matches(HubName(), host[Hub]);
        Assert.InRange(int.Parse(host[Provider + "partitionCount"], null), 1, 16);
        Assert.InRange(TimeSpan.Parse(host[Provider + "maxQueuePollingInterval"], null), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30));
    }

    [Theory]
    [MemberData(nameof(HostFiles))]
    public void ScheduledStartsCanBeReplaced(string file) => Assert.Equal("AnyState", Flat(file)["extensions.durableTask.overridableExistingInstanceStates"]);

    [Fact]
    public void WithTheSchedulerConnectionAndHubComeFromSettingsThatInfraSets()
    {
        Dictionary<string, string> host = Flat("host.scheduler.json");
        var template = File.ReadAllText(Repository.At("infra", "modules", "functions.bicep"));

        Assert.Equal("azureManaged", host[Provider + "type"]);
        Assert.All([host[Provider + "connectionStringName"], host[Hub].Trim('%')], setting => Assert.Contains($"  {setting}: ", template, StringComparison.Ordinal));
        Assert.All([host[Provider + "connectionStringName"], host[Hub].Trim('%')], setting => Assert.Contains($"Values.{setting}", Flat("local.settings.scheduler.sample.json").Keys));
    }

    [Theory]
    [MemberData(nameof(HostFiles))]
    public void NoInputOrOutputGetsIntoTraces(string file) => Assert.Equal("False", Flat(file)["extensions.durableTask.tracing.traceInputsAndOutputs"]);

    [Theory]
    [MemberData(nameof(SampleFiles))]
    public void TheSamplesHoldNoSecret(string file) => Assert.DoesNotMatch(Secret(), File.ReadAllText(Repository.At(file)));

    private static Dictionary<string, string> Common(Dictionary<string, string> host) =>
        host.Where(one => one.Key != Hub && !one.Key.StartsWith(Provider, StringComparison.Ordinal)).ToDictionary();

    private static Dictionary<string, string> Flat(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Repository.At(file)));
        return Flat(document.RootElement, "").ToDictionary();
    }

    // Log levels stay together, since their names have dots of their own.
    private static IEnumerable<KeyValuePair<string, string>> Flat(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Object && !path.EndsWith(".logLevel", StringComparison.Ordinal)
            ? element.EnumerateObject().SelectMany(one => Flat(one.Value, path.Length == 0 ? one.Name : $"{path}.{one.Name}"))
            : [new(path, element.ToString())];

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{2,44}$")]
    private static partial Regex HubName();

    [GeneratedRegex("(AccountKey|SharedAccessKey|sig|Password)=", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
