using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Hosting;

namespace Embedded.Tests.Hosting;

/// <summary>The sample app on a host of its own, in a directory of its own.</summary>
public sealed class SampleHost : IAsyncDisposable
{
    private const string NoTimeLimit = """{ "functionTimeout": "-1" }""";
    private readonly bool ownsDirectory;

    private SampleHost(EmbeddedTestHost host, SampleJournal journal, string directory, bool ownsDirectory)
    {
        Host = host;
        Journal = journal;
        Directory = directory;
        this.ownsDirectory = ownsDirectory;
    }

    public static DateTimeOffset Start { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public EmbeddedTestHost Host { get; }

    public SampleJournal Journal { get; }

    public string Directory { get; }

    public HttpClient Client => Host.Client;

    public static async Task<SampleHost> StartAsync(
        Action<FunctionsApplicationBuilder>? configure = null, string? directory = null, string hostJson = NoTimeLimit, params (string Name, string? Value)[] settings)
    {
        var journal = new SampleJournal();
        var data = directory ?? System.IO.Directory.CreateTempSubdirectory("embedded-").FullName;
        await File.WriteAllTextAsync(Path.Combine(data, "host.json"), hostJson);
        Dictionary<string, string?> all = new()
        {
            ["Embedded:VirtualClock"] = "true",
            ["Embedded:AppDirectory"] = data,
            ["HourlySchedule"] = "0 0 * * * *",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var host = await EmbeddedTestHost.StartAsync(
            builder =>
            {
                builder.ConfigureFunctionsWebApplication();
                builder.Services.AddSingleton(journal);
                builder.Services.AddScoped<ScopedThing>();
                configure?.Invoke(builder);
            },
            data,
            all,
            typeof(SampleHost).Assembly);
        return new SampleHost(host, journal, data, directory is null);
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (ownsDirectory)
        {
            System.IO.Directory.Delete(Directory, recursive: true);
        }
    }
}
