using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

/// <summary>A list never grows over what a page may have, however large the works are.</summary>
public sealed class ListSizeTests
{
    private const int Works = 30;
    private const int InputLength = 250_000;

    [Fact]
    public async Task APageOfLargeWorksEndsEarlyAndTheCursorLeadsToAllOfThem()
    {
        await using TestApp app = await TestApp.StartAsync();
        var stored = new HashSet<string>();
        for (int i = 0; i < Works; i++)
        {
            using HttpResponseMessage answer = await app.PostAsync("/api/work", $$"""{ "worker": "scripted", "initialDelay": "P1D", "input": { "x": "{{new string('x', InputLength)}}" } }""");
            stored.Add((string)(await TestApp.BodyAsync(answer))["work"]![0]!["id"]!);
        }

        var listed = new List<string>();
        int pages = 0;
        for (string? cursor = ""; cursor is not null; pages++)
        {
            JsonObject page = await app.JsonAsync($"/api/work?limit=1000{cursor}");
            JsonArray works = page["work"]!.AsArray();
            Assert.InRange(works.Count, 1, (4 * 1024 * 1024 / InputLength) + 1);
            listed.AddRange(works.Select(work => (string)work!["id"]!));
            cursor = page["nextCursor"] is { } next ? $"&cursor={next}" : null;
        }

        Assert.Equal(2, pages);
        Assert.Equal(Works, listed.Count);
        Assert.Equal(stored, listed.ToHashSet());
    }
}
