using System.Globalization;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Engine;

namespace Killers;

/// <summary>What the tests of this project have in common: they ask over HTTP, and look at states, histories and counts.</summary>
internal static class Field
{
    /// <summary>A work of the worker <c>tally</c>.</summary>
    public const string Tallied = """{ "worker": "tally" }""";

    /// <summary>The instant at which the apps of these tests begin.</summary>
    public static DateTimeOffset Start { get; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static EngineStatistics Statistics(this TestApp app) => app.Services.GetRequiredService<DurableEngine>().Statistics;

    public static string Id(this JsonObject answer, int index = 0) => (string)answer["work"]![index]!["id"]!;

    public static IEnumerable<string> Ids(this JsonObject answer) => answer["work"]!.AsArray().Select(work => (string)work!["id"]!);

    public static async Task<string> StateAsync(this TestApp app, string id) => (string)(await app.GetAsync(id))["state"]!;

    /// <summary>How many works there are in each state, by the pages of the list.</summary>
    public static async Task<Dictionary<string, int>> StatesAsync(this TestApp app, string query = "")
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        string? cursor = null;
        do
        {
            JsonObject page = await app.JsonAsync($"/api/work?limit=1000{query}{(cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}")}");
            foreach (JsonNode? work in page["work"]!.AsArray())
            {
                string state = (string)work!["state"]!;
                counts[state] = counts.GetValueOrDefault(state) + 1;
            }

            cursor = (string?)page["nextCursor"];
        }
        while (cursor is not null);
        return counts;
    }

    /// <summary>The attempts of a work, each as its result or, if it was stopped, the reason.</summary>
    public static async Task<IEnumerable<string>> EndsAsync(this TestApp app, string id) =>
        (await app.AttemptsAsync(id)).Select(attempt => (string)attempt!["result"]! is var result && result == "stopped" ? (string)attempt["stopReason"]! : result);

    /// <summary>Posts, and gives the status and the answer's body.</summary>
    public static async Task<(HttpStatusCode Status, JsonObject Body)> CallAsync(this TestApp app, string path, string json = "{}", string? key = null)
    {
        using HttpResponseMessage response = await app.PostAsync(path, json, key);
        return (response.StatusCode, await TestApp.BodyAsync(response));
    }

    /// <summary>Cancels a work, and gives the ids that this ended.</summary>
    public static async Task<IReadOnlyList<string>> CancelAsync(this TestApp app, string id) =>
        [.. (await app.CallAsync($"/api/work/{id}/cancel")).Body["cancelled"]!.AsArray().Select(one => (string)one!)];

    public static string At(this DateTimeOffset at) => at.ToString("MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
