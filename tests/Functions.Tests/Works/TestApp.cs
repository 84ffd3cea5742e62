using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Builder;
using Work.Embedded.Hosting;

namespace Work.Functions.Tests.Works;

/// <summary>The app on the embedded host in testing mode: real HTTP, real storage, a clock that the test moves.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly string directory;
    private readonly Dictionary<string, string?> settings;
    private EmbeddedTestHost host;

    private TestApp(string directory, Dictionary<string, string?> settings, Action<FunctionsApplicationBuilder> configure, EmbeddedTestHost host)
    {
        Configure = configure;
        this.directory = directory;
        this.settings = settings;
        this.host = host;
    }

    internal HttpClient Client => host.Client;

    internal IServiceProvider Services => host.Services;

    /// <summary>Adds to the app what a test needs of its own, workers above all; a change holds from the next start on.</summary>
    internal Action<FunctionsApplicationBuilder> Configure { get; set; }

    internal string Files => Path.Combine(directory, "files");

    internal static async Task<TestApp> StartAsync(bool replayAlways = false, Action<FunctionsApplicationBuilder>? configure = null, params (string Name, string Value)[] more)
    {
        configure ??= _ => { };
        string directory = Directory.CreateTempSubdirectory("work-functions-").FullName;
        var settings = new Dictionary<string, string?>
        {
            ["Work:Testing:Enabled"] = "true",
            ["Work:Testing:StartTime"] = "2030-01-01T00:00:00Z",
            ["Work:StopWatchInterval"] = "00:00:00.050",
        };
        if (replayAlways)
        {
            settings["Embedded:Replay"] = "Always";
        }

        foreach ((string name, string value) in more)
        {
            settings[name] = value;
        }

        return new TestApp(directory, settings, configure, await StartHostAsync(directory, settings, configure));
    }

    internal async Task CrashAndRestartAsync(TimeSpan away = default)
    {
        KeepTime(away);
        await host.CrashAsync();
        host = await StartHostAsync(directory, settings, Configure);
    }

    internal async Task RestartAsync()
    {
        KeepTime();
        await host.DisposeAsync();
        host = await StartHostAsync(directory, settings, Configure);
    }

    // Time does not go back when a process ends.
    private void KeepTime(TimeSpan away = default) => settings["Work:Testing:StartTime"] = (host.Control.Now + away).ToString("O", CultureInfo.InvariantCulture);

    internal async Task<JsonObject> EnqueueAsync(string json, string? key = null)
    {
        using HttpResponseMessage response = await PostAsync("/api/work", json, key);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        return await BodyAsync(response);
    }

    internal async Task<string> EnqueueOneAsync(string json) => (string)(await EnqueueAsync(json))["work"]![0]!["id"]!;

    internal async Task<HttpResponseMessage> PostAsync(string path, string json = "{}", string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await Client.SendAsync(request);
    }

    internal async Task<HttpResponseMessage> PutAsync(string path, string json, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, path) { Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        return await Client.SendAsync(request);
    }

    internal async Task<JsonObject> GetAsync(string id) => await JsonAsync($"/api/work/{id}");

    internal async Task<JsonArray> AttemptsAsync(string id) => (await JsonAsync($"/api/work/{id}/history"))["attempts"]!.AsArray();

    internal async Task<JsonObject> JsonAsync(string path)
    {
        using HttpResponseMessage response = await Client.GetAsync(new Uri(path, UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await BodyAsync(response);
    }

    internal async Task AdvanceAsync(string by) => (await PostAsync("/api/testing/clock/advance", $$"""{ "by": "{{by}}" }""")).EnsureSuccessStatusCode().Dispose();

    /// <summary>Reports conditions of a scope, and lets what that sets off come to rest; the merged conditions.</summary>
    internal async Task<JsonObject> ReportAsync(string scope, string json)
    {
        using HttpResponseMessage response = await Client.PutAsync(new Uri($"/api/conditions/{scope}", UriKind.Relative), new StringContent(json, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await IdleAsync();
        return await BodyAsync(response);
    }

    internal async Task IdleAsync() => (await PostAsync("/api/testing/idle")).EnsureSuccessStatusCode().Dispose();

    internal static async Task<JsonObject> BodyAsync(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private static Task<EmbeddedTestHost> StartHostAsync(string directory, Dictionary<string, string?> settings, Action<FunctionsApplicationBuilder> configure) =>
        EmbeddedTestHost.StartAsync(builder => configure(builder.AddWork()), directory, settings, typeof(WorkApplication).Assembly);
}
