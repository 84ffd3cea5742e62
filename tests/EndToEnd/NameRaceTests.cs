using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Xunit.Abstractions;

namespace EndToEnd;

/// <summary>A hundred callers enqueue under one unique name at once, on the real process: what comes of it must be what some serial order gives.</summary>
[Trait("Category", "Long")]
public sealed class NameRaceTests(ITestOutputHelper output)
{
    private const int Callers = 100;
    private const int Rounds = 20;

    [Theory]
    [InlineData("keep")]
    [InlineData("replace")]
    [InlineData("append")]
    [InlineData("appendOrReplace")]
    public async Task AHundredCallersAtOnceLeaveWhatASerialOrderAllows(string policy)
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(folder.Path);
        for (int round = 0; round < Rounds; round++)
        {
            string name = $"{policy}-{round}";
            var watch = Stopwatch.StartNew();
            Answer[] answers = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => EnqueueAsync(host.Client, name, policy)));
            output.WriteLine($"{name}: {watch.ElapsedMilliseconds} ms");
            await CheckAsync(host.Client, name, policy, answers);
            await CancelAsync(host.Client, name);
        }
    }

    private static async Task CheckAsync(HttpClient client, string name, string policy, Answer[] answers)
    {
        Assert.Equal(1, answers.Count(answer => answer.Operation == "enqueued"));
        string others = policy switch { "keep" => "kept", "replace" => "replaced", _ => "appended" };
        Assert.Equal(Callers - 1, answers.Count(answer => answer.Operation == others));
        IReadOnlyList<JsonElement> named = await ListAsync(client, $"uniqueName={name}");
        HashSet<string> asked = [.. answers.Select(answer => answer.Id)];
        if (policy is "keep" or "replace")
        {
            // One is left, and it is alive; of the others nothing is.
            string left = Assert.Single(named).Text("id");
            Assert.Contains(named[0].Text("state"), (string[])["enqueued", "running"]);
            Assert.Contains(left, asked);
            Assert.Equal(policy == "keep" ? 1 : Callers, asked.Count);
            Assert.Equal([left], (await ListAsync(client, $"tag={name}")).Where(IsAlive).Select(work => work.Text("id")));
            return;
        }

        // A chain of all: each waits for the one before, and the first runs.
        Assert.Equal(Callers, asked.Count);
        Assert.Equal(asked, named.Select(work => work.Text("id")).ToHashSet());
        var before = named.ToDictionary(work => work.Text("id"), work => work.GetProperty("after").EnumerateArray().Select(id => id.GetString()!).ToArray());
        string first = Assert.Single(before, work => work.Value.Length == 0).Key;
        Assert.All(named, work => Assert.Equal(work.Text("id") == first, work.Text("state") is "enqueued" or "running"));
        string? last = first;
        for (int left = Callers - 1; left > 0; left--)
        {
            last = Assert.Single(before, work => work.Value is [{ } only] && only == last).Key;
        }
    }

    private static async Task<Answer> EnqueueAsync(HttpClient client, string name, string policy)
    {
        using var content = new StringContent(
            $$"""{ "uniqueName": "{{name}}", "existingWorkPolicy": "{{policy}}", "work": [ { "worker": "delay", "input": { "for": "PT5M" }, "tags": [ "{{name}}" ] } ] }""",
            Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync("/api/work", content);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, text);
        JsonElement answer = JsonElement.Parse(text);
        return new Answer(answer.Text("operation"), Assert.Single(answer.GetProperty("work").EnumerateArray()).Text("id"));
    }

    private static async Task CancelAsync(HttpClient client, string name)
    {
        using var content = new StringContent($$"""{ "uniqueName": "{{name}}" }""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync("/api/work/cancel", content);
        response.EnsureSuccessStatusCode();
        Assert.DoesNotContain(await ListAsync(client, $"uniqueName={name}"), IsAlive);
    }

    private static bool IsAlive(JsonElement work) => work.Text("state") is "blocked" or "enqueued" or "running";

    private static async Task<IReadOnlyList<JsonElement>> ListAsync(HttpClient client, string query) =>
        [.. (await client.ReadAsync($"/api/work?{query}&limit=1000")).GetProperty("work").EnumerateArray()];

    private sealed record Answer(string Operation, string Id);
}
