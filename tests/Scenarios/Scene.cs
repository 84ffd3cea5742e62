using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Tests.Works;
using Work.Functions.Workers;

namespace Scenarios;

/// <summary>What the scenarios have in common: the app in profile Android, on a virtual clock that starts at t0 = 10,000 ms after the epoch.</summary>
internal static class Scene
{
    /// <summary>The instant at which a scene begins.</summary>
    public static DateTimeOffset T0 { get; } = DateTimeOffset.UnixEpoch.AddSeconds(10);

    /// <summary>A work that succeeds at once.</summary>
    public const string Succeeds = """{ "worker": "scripted" }""";

    /// <summary>Starts the app. Time that passes removes no results, unless more settings say so.</summary>
    public static Task<TestApp> StartAsync(Action<FunctionsApplicationBuilder>? configure = null, params (string Name, string Value)[] more) =>
        TestApp.StartAsync(configure: configure, more: [("Work:Profile", "Android"), ("Work:AutoPrune", "false"), ("Work:Testing:StartTime", "1970-01-01T00:00:10Z"), .. more]);

    /// <summary>Registers <paramref name="told"/> as the worker <c>told</c>.</summary>
    public static Action<FunctionsApplicationBuilder> With(ToldWorker.Orders told) => builder =>
    {
        builder.Services.AddSingleton(told);
        builder.Services.AddWorker<ToldWorker>("told");
    };

    /// <summary>A work of the worker <c>scripted</c>, which does this in each attempt; the last repeats.</summary>
    public static string Scripted(params string[] attempts) => $$"""{ "worker": "scripted", "timeout": "P1D", "input": { "attempts": [ {{string.Join(", ", attempts)}} ] } }""";

    /// <summary>The work with more fields.</summary>
    public static string With(this string work, string fields) => work.Insert(1, fields + ",");

    /// <summary>A continuation of works.</summary>
    public static string Chain(params string[] works) => $$"""{ "work": [ {{string.Join(", ", works)}} ] }""";

    /// <summary>A continuation under a unique name.</summary>
    public static string Unique(string policy, params string[] works) =>
        $$"""{ "uniqueName": "name", "existingWorkPolicy": "{{policy}}", "work": [ {{string.Join(", ", works)}} ] }""";

    public static string Id(this JsonObject answer, int index = 0) => (string)answer["work"]![index]!["id"]!;

    public static async Task<string> StateAsync(this TestApp app, string id) => (string)(await app.GetAsync(id))["state"]!;

    public static async Task<IReadOnlyList<string>> StatesAsync(this TestApp app, params IReadOnlyList<string> ids)
    {
        var states = new List<string>();
        foreach (string id in ids)
        {
            states.Add(await app.StateAsync(id));
        }

        return states;
    }

    /// <summary>When the work may start next, from the epoch; null when it does not wait for time.</summary>
    public static async Task<TimeSpan?> NextAsync(this TestApp app, string id) => Next(await app.GetAsync(id));

    public static TimeSpan? Next(JsonNode work) => work["nextScheduleTime"] is { } at ? Instant((string)at!) - DateTimeOffset.UnixEpoch : null;

    public static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    public static async Task AdvanceToAsync(this TestApp app, DateTimeOffset at) =>
        (await app.PostAsync("/api/testing/clock/advance", $$"""{ "to": "{{at:yyyy-MM-ddTHH:mm:ss.fffZ}}" }""")).EnsureSuccessStatusCode().Dispose();

    /// <summary>Posts, and gives the answer's body.</summary>
    public static async Task<JsonObject> CallAsync(this TestApp app, string path, string json = "{}", HttpStatusCode status = HttpStatusCode.OK)
    {
        using HttpResponseMessage response = await app.PostAsync(path, json);
        JsonObject body = await TestApp.BodyAsync(response);
        Assert.True(status == response.StatusCode, body.ToJsonString());
        return body;
    }

    public static async Task<bool> IsKnownAsync(this TestApp app, string id)
    {
        using HttpResponseMessage response = await app.Client.GetAsync(new Uri($"/api/work/{id}", UriKind.Relative));
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound);
        return response.StatusCode == HttpStatusCode.OK;
    }

    public static async Task<IReadOnlyList<string>> ListAsync(this TestApp app, string query) =>
        [.. (await app.JsonAsync($"/api/work?{query}"))["work"]!.AsArray().Select(work => (string)work!["id"]!)];
}
