using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Kills.Checks;

/// <summary>What the API says of works at the end, read once each is finished.</summary>
internal sealed class StoredWorks(HttpClient host)
{
    private const int AtOnce = 16;
    private readonly ConcurrentDictionary<string, JsonElement?> found = new(StringComparer.Ordinal);

    /// <summary>Reads works; the ones that have not finished yet are to be asked for again.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(IReadOnlyList<string> ids)
    {
        var open = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (id, stop) =>
        {
            found[id] = await GetAsync($"/api/work/{id}", stop);
            if (found[id] is { } work && !IsFinished(work))
            {
                open.Add(id);
            }
        });
        return [.. open];
    }

    /// <summary>The work as it was last read; null when the API does not know it.</summary>
    public JsonElement? Of(string id) => found.GetValueOrDefault(id);

    /// <summary>The ended attempts of a work.</summary>
    public async Task<IReadOnlyList<JsonElement>> AttemptsOfAsync(string id) =>
        await GetAsync($"/api/work/{id}/history", CancellationToken.None) is { } history ? [.. history.GetProperty("attempts").EnumerateArray()] : [];

    /// <summary>The works that carry a unique name.</summary>
    public async Task<IReadOnlyList<JsonElement>> NamedAsync(string name) =>
        [.. (await GetAsync($"/api/work?uniqueName={name}&limit=1000", CancellationToken.None))!.Value.GetProperty("work").EnumerateArray()];

    /// <summary>The bytes that a path answers with.</summary>
    public Task<byte[]> BytesAsync(string path) => host.GetByteArrayAsync(path);

    public static string StateOf(JsonElement work) => work.GetProperty("state").GetString()!;

    public static bool IsFinished(JsonElement work) => StateOf(work) is "succeeded" or "failed" or "cancelled";

    private async Task<JsonElement?> GetAsync(string path, CancellationToken stop)
    {
        using HttpResponseMessage response = await host.GetAsync(path, stop);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(stop));
    }
}
