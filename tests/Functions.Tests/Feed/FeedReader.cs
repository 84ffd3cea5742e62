using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Feed;

/// <summary>A stream of events of many works, as a client reads it.</summary>
internal sealed class FeedReader(HttpResponseMessage response, StreamReader reader) : IDisposable
{
    private readonly CancellationTokenSource late = new(TimeSpan.FromSeconds(60), TimeProvider.System);

    internal string LastId { get; private set; } = "";

    internal static async Task<FeedReader> OpenAsync(HttpClient client, string path, string? lastId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new FeedReader(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    internal static Task<FeedReader> OpenAsync(TestApp app, string query = "", string? lastId = null) => OpenAsync(app.Client, "/api/events" + query, lastId);

    internal async Task<string?> LineAsync() => await reader.ReadLineAsync(late.Token);

    /// <summary>The next work that is told; comment lines are passed over.</summary>
    internal async Task<JsonNode> NextAsync()
    {
        string line = await LineAsync() ?? throw new EndOfStreamException();
        while (line is ":" or "")
        {
            line = await LineAsync() ?? throw new EndOfStreamException();
        }

        Assert.StartsWith("id: ", line, StringComparison.Ordinal);
        LastId = line["id: ".Length..];
        Assert.Equal("event: work", await LineAsync());
        string data = await LineAsync() ?? "";
        Assert.Equal("", await LineAsync());
        return JsonNode.Parse(data["data: ".Length..])!;
    }

    /// <summary>Reads until a work is told in a state.</summary>
    internal async Task<JsonNode> UntilAsync(string id, string state)
    {
        while (true)
        {
            JsonNode work = await NextAsync();
            if ((string?)work["id"] == id && (string?)work["state"] == state)
            {
                return work;
            }
        }
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
        late.Dispose();
    }
}
