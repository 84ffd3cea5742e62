using System.Net;
using System.Text;
using System.Text.Json;

namespace EndToEnd;

/// <summary>Calls of the API.</summary>
internal static class WorkCalls
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LookFor = TimeSpan.FromMinutes(3);

    /// <summary>Enqueues a body; the ids in the order of the request.</summary>
    public static async Task<IReadOnlyList<string>> EnqueueAsync(this HttpClient client, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync("/api/work", content);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, text);
        return [.. JsonElement.Parse(text).GetProperty("work").EnumerateArray().Select(work => work.GetProperty("id").GetString()!)];
    }

    /// <summary>Enqueues an object as a body.</summary>
    public static Task<IReadOnlyList<string>> EnqueueAsync(this HttpClient client, object body) => client.EnqueueAsync(JsonSerializer.Serialize(body));

    public static async Task<JsonElement> ReadAsync(this HttpClient client, string path) => JsonElement.Parse(await client.GetByteArrayAsync(path));

    /// <summary>The work once it is finished; a minute at most.</summary>
    public static Task<JsonElement> FinishedAsync(this HttpClient client, string id) => client.ReadAsync($"/api/work/{id}?wait=PT60S");

    /// <summary>The ended runs of a work.</summary>
    public static async Task<IReadOnlyList<JsonElement>> HistoryAsync(this HttpClient client, string id) =>
        [.. (await client.ReadAsync($"/api/work/{id}/history")).GetProperty("attempts").EnumerateArray()];

    /// <summary>Looks until the work runs; another process has no signal to give.</summary>
    public static async Task UntilRunningAsync(this HttpClient client, string id)
    {
        using var over = new CancellationTokenSource(LookFor);
        JsonElement work = await client.ReadAsync($"/api/work/{id}");
        while (work.Text("state") is "blocked" or "enqueued" && !over.IsCancellationRequested)
        {
            await Task.Delay(LookEvery);
            work = await client.ReadAsync($"/api/work/{id}");
        }

        Assert.True(work.Text("state") == "running", $"The work was not seen running: {work}");
    }

    public static string Text(this JsonElement value, string name) => value.GetProperty(name).ToString();
}
