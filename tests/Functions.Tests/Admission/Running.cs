using System.Globalization;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Admission;

/// <summary>What the histories of works say of when they ran.</summary>
internal static class Running
{
    /// <summary>The most runs of these works that were under way at once; a run that begins when another ends is not beside it.</summary>
    internal static async Task<int> MostAtOnceAsync(TestApp app, IEnumerable<string> ids)
    {
        var changes = new List<(DateTimeOffset At, int By)>();
        foreach (string id in ids)
        {
            foreach (JsonNode? attempt in await app.AttemptsAsync(id))
            {
                changes.Add((Instant(attempt!["startedAt"]), 1));
                changes.Add((Instant(attempt["endedAt"]), -1));
            }
        }

        int now = 0;
        int most = 0;
        foreach ((_, int by) in changes.OrderBy(change => change.At).ThenBy(change => change.By))
        {
            now += by;
            most = Math.Max(most, now);
        }

        return most;
    }

    /// <summary>How many works are running now.</summary>
    internal static async Task<int> NowAsync(TestApp app) => (await app.JsonAsync("/api/work?state=running&limit=1000"))["work"]!.AsArray().Count;

    /// <summary>The works in the order in which their first runs began.</summary>
    internal static async Task<IEnumerable<string>> OrderAsync(TestApp app, IEnumerable<string> ids)
    {
        var begun = new List<(DateTimeOffset At, string Id)>();
        foreach (string id in ids)
        {
            begun.Add((Instant((await app.AttemptsAsync(id))[0]!["startedAt"]), id));
        }

        return begun.OrderBy(one => one.At).Select(one => one.Id);
    }

    private static DateTimeOffset Instant(JsonNode? node) => DateTimeOffset.Parse((string)node!, CultureInfo.InvariantCulture);
}
