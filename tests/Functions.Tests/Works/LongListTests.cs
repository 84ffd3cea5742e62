using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

/// <summary>A list of many pages of the backend: each work once, in order, and each page read from where the last one ended.</summary>
public sealed class LongListTests
{
    private const int Batches = 7;
    private const int WorksOfABatch = 100;

    [Fact]
    public async Task EachWorkIsListedOnceAndALaterPageDoesNotBeginAtTheNewestWork()
    {
        await using TestApp app = await TestApp.StartAsync();
        for (int batch = 0; batch < Batches; batch++)
        {
            string works = string.Join(',', Enumerable.Range(0, WorksOfABatch).Select(_ => """{ "worker": "delay", "input": { "for": "PT0S" } }"""));
            (await app.PostAsync("/api/work/batch", $$"""{ "requests": [{{works}}] }""")).EnsureSuccessStatusCode().Dispose();
            (await app.PostAsync("/api/work", $$"""{ "id": "chosen-{{batch}}", "worker": "delay", "input": { "for": "PT0S" } }""")).EnsureSuccessStatusCode().Dispose();
            await app.AdvanceAsync("PT1S");
        }

        string all = "/api/work?limit=1000";
        List<string> expected = [.. (await app.JsonAsync(all))["work"]!.AsArray().Select(work => (string)work!["id"]!)];
        var listed = new List<string>();
        var cursors = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            JsonObject page = await app.JsonAsync($"/api/work?limit=30{cursor}");
            listed.AddRange(page["work"]!.AsArray().Select(work => (string)work!["id"]!));
            cursor = page["nextCursor"] is { } next ? $"&cursor={Uri.EscapeDataString((string)next!)}" : null;
            cursors.Add(cursor ?? "");
        }

        Assert.Equal(Batches * (WorksOfABatch + 1), expected.Count);
        Assert.Equal(expected, listed);
        Assert.Contains("~", cursors[^2], StringComparison.Ordinal);
        Assert.NotEqual(PageOf(cursors[^2]), PageOf(cursors[cursors.Count / 2]));
    }

    private static string PageOf(string cursor) => cursor[(cursor.IndexOf('~', StringComparison.Ordinal) + 1)..];
}
