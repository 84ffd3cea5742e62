using System.Globalization;
using Microsoft.Extensions.Configuration;
using Work.Embedded.Hosting.Queues;

namespace Work.Embedded.Hosting.Setup;

/// <summary>host.json, as far as this host obeys it. <c>AzureFunctionsJobHost__section__key</c> environment variables go before the file.</summary>
internal sealed class HostJson
{
    private const string DurableTask = "extensions:durableTask:";
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(30);
    private readonly IConfigurationRoot file;

    private HostJson(IConfigurationRoot file, SettingNames settings)
    {
        this.file = file;
        RoutePrefix = file["extensions:http:routePrefix"] ?? "api";
        HubName = settings.Resolve(file[DurableTask + "hubName"] ?? "TestHubName");
        DefaultVersion = file[DurableTask + "defaultVersion"];
        MaxConcurrentActivities = Number(DurableTask + "maxConcurrentActivityFunctions") ?? 10 * Environment.ProcessorCount;
        MaxConcurrentOrchestrations = Number(DurableTask + "maxConcurrentOrchestratorFunctions") ?? 10 * Environment.ProcessorCount;
        FunctionTimeout = Timeout(file["functionTimeout"]);
        Queues = QueueSettings.Read(file);
        CheckHubName();
    }

    public string RoutePrefix { get; }

    public string HubName { get; }

    public string? DefaultVersion { get; }

    public int MaxConcurrentActivities { get; }

    public int MaxConcurrentOrchestrations { get; }

    /// <summary>Null when functions may run without end.</summary>
    public TimeSpan? FunctionTimeout { get; }

    public QueueSettings Queues { get; }

    /// <summary>The section that says which levels are logged; known before the rest, since logging starts first.</summary>
    public static IConfigurationSection LoggingOf(string directory) => Read(directory).GetSection("logging");

    /// <exception cref="InvalidOperationException">A value is out of its range.</exception>
    public static HostJson Load(string directory, SettingNames settings) => new(Read(directory), settings);

    private static IConfigurationRoot Read(string directory) => new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(Path.GetFullPath(directory), "host.json"), optional: true)
        .AddEnvironmentVariables("AzureFunctionsJobHost__")
        .Build();

    private int? Number(string key) => file[key] is not { } text ? null
        : int.TryParse(text, CultureInfo.InvariantCulture, out var number) && number > 0 ? number
        : throw new InvalidOperationException($"host.json: '{key}' is '{text}'; it must be a number above zero.");

    private static TimeSpan? Timeout(string? text) => text switch
    {
        null => DefaultTimeout,
        "-1" => null,
        _ when TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var timeout) && timeout > TimeSpan.Zero => timeout,
        _ => throw new InvalidOperationException($"host.json: 'functionTimeout' is '{text}'; it must be a time span, or -1 for no limit."),
    };

    private void CheckHubName()
    {
        if (HubName.Length is < 3 or > 45 || !char.IsAsciiLetter(HubName[0]) || !HubName.All(char.IsAsciiLetterOrDigit))
        {
            throw new InvalidOperationException(
                $"host.json: 'hubName' is '{HubName}'; it must be 3 to 45 letters and digits, the first a letter.");
        }
    }
}
