using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Load.Wire;

namespace Load.Fuzz;

/// <summary>One caller alone, so that it can be seen that a refused request changes nothing: what is stored is the same after it.</summary>
internal sealed class QuietRound(LoadedHost host, FuzzReport report, CaseMaker cases, Words words)
{
    private const int Delayed = 5;
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(40);

    public async Task RunAsync(Random chance, TimeSpan length)
    {
        await SweepAsync(host.Client);
        for (int i = 0; i < Delayed; i++)
        {
            using HttpResponseMessage stored = await host.Client.PostAsJsonAsync("/api/work", new { worker = "delay", initialDelay = "P1D", input = new { @for = "PT0S" } });
            words.Learn(await stored.Content.ReadAsByteArrayAsync());
        }

        using var over = new CancellationTokenSource(length);
        using var caller = new Caller(host, report, words);
        string? before = await SettledAsync();
        while (!over.IsCancellationRequested)
        {
            FuzzCase asked = cases.Make(chance);
            RawAnswer? answer = await caller.CallAsync(asked);
            if (asked.MayChange && answer is { Status: >= 400 and < 500 })
            {
                before = await CompareAsync(asked, answer, before);
            }
            else if (asked.MayChange)
            {
                before = await SettledAsync();
            }
        }
    }

    /// <summary>Ends all works and removes them, and lets all workers go on.</summary>
    public static async Task SweepAsync(HttpClient client)
    {
        JsonNode workers = (await client.GetFromJsonAsync<JsonNode>("/api/workers"))!;
        foreach (JsonNode? worker in workers["workers"]!.AsArray().Where(one => (bool)one!["paused"]!))
        {
            using HttpResponseMessage resumed = await client.PostAsync($"/api/workers/{worker!["name"]}/resume", content: null);
        }

        using HttpResponseMessage cancelled = await client.PostAsJsonAsync("/api/work/cancel", new { all = true });
        cancelled.EnsureSuccessStatusCode();
        using HttpResponseMessage pruned = await client.PostAsync("/api/work/prune", content: null);
        pruned.EnsureSuccessStatusCode();
    }

    private async Task<string?> CompareAsync(FuzzCase asked, RawAnswer answer, string? before)
    {
        string now = await LookAsync();
        if (before is null)
        {
            return await SettledAsync();
        }

        report.Compared();
        if (now != before)
        {
            report.Fail(asked, $"refused with {answer.Status}, and yet what is stored changed from\n{before}\nto\n{now}\n");
        }

        return now;
    }

    // Two looks alike: what was taken has been done. Null when it goes on for too long.
    private async Task<string?> SettledAsync()
    {
        string last = await LookAsync();
        for (int i = 0; i < 25; i++)
        {
            await Task.Delay(Apart);
            string next = await LookAsync();
            if (next == last && !next.Contains("\"state\":\"running\"", StringComparison.Ordinal))
            {
                return next;
            }

            last = next;
        }

        await SweepAsync(host.Client);
        return null;
    }

    private async Task<string> LookAsync()
    {
        string works = await host.Client.GetStringAsync("/api/work?limit=1000");
        string workers = await host.Client.GetStringAsync("/api/workers");
        JsonNode stats = (await host.Client.GetFromJsonAsync<JsonNode>("/api/stats"))!;
        string states = string.Join(' ', new[] { "blocked", "enqueued", "running" }.Select(state => $"{state}={stats["states"]![state]}"));
        return $"{states}\n{works}\n{workers}";
    }
}
