using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Scenarios;

/// <summary>A stream of events that is being read.</summary>
internal sealed class Followed(HttpResponseMessage response, StreamReader reader) : IDisposable
{
    private readonly CancellationTokenSource late = new(TimeSpan.FromSeconds(60));

    public static async Task<Followed> StartAsync(TestApp app, string path)
    {
        HttpResponseMessage response = await app.Client.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        return new Followed(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    /// <summary>The state in the next event; null at the end of the stream.</summary>
    public async Task<string?> NextStateAsync() => (string?)(await NextAsync())?["state"];

    /// <summary>The work in the next event; null at the end of the stream.</summary>
    public async Task<JsonNode?> NextAsync()
    {
        while (await reader.ReadLineAsync(late.Token) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                return JsonNode.Parse(line["data: ".Length..]);
            }
        }

        return null;
    }

    public void Dispose()
    {
        reader.Dispose();
        response.Dispose();
        late.Dispose();
    }
}
