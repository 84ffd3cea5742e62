using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Lists;

/// <summary>Lists over HTTP, and what they should be by a list of everything.</summary>
internal static class Listed
{
    /// <summary>All works that a query finds, read in pages of so many.</summary>
    internal static async Task<List<string>> PagesAsync(TestApp app, string query, int limit)
    {
        var listed = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            JsonObject page = await app.JsonAsync($"/api/work?{query}&limit={limit}{cursor}");
            listed.AddRange(page["work"]!.AsArray().Select(work => (string)work!["id"]!));
            cursor = page["nextCursor"] is { } next ? $"&cursor={Uri.EscapeDataString((string)next!)}" : null;
            Assert.InRange(listed.Count, 0, 10_000);
        }

        return listed;
    }

    /// <summary>The ids of those works of the list of everything of which this is true.</summary>
    internal static async Task<List<string>> ScannedAsync(TestApp app, Func<JsonNode, bool> matches)
    {
        JsonObject all = await app.JsonAsync("/api/work?limit=1000");
        Assert.Null(all["nextCursor"]);
        return [.. all["work"]!.AsArray().Where(work => matches(work!)).Select(work => (string)work!["id"]!)];
    }

    /// <summary>A query by states lists what a look at everything finds, whatever its pages are.</summary>
    internal static async Task IsAsScannedAsync(TestApp app, params string[] states)
    {
        List<string> expected = await ScannedAsync(app, work => states.Contains((string)work["state"]!));
        string query = string.Join('&', states.Select(state => $"state={state}"));
        foreach (int limit in (int[])[1000, 7, 1])
        {
            Assert.Equal(expected, await PagesAsync(app, query, limit));
        }
    }
}
