using System.Net;
using System.Text;
using System.Text.Json;

namespace EndToEnd.Faults;

/// <summary>A page of a big database is damaged: the start reads no more than it needs, so it is found when somebody asks for what was in it.</summary>
[Trait("Category", "Long")]
public sealed class DamageAtRunTimeTests
{
    private const int PageBytes = 4096;
    private const int Works = 14_000;
    private const int PerBatch = 500;

    [Fact]
    public async Task WhoAsksForWhatIsDamagedIsToldSoAndTheRestGoesOn()
    {
        using var folder = new TemporaryFolder();
        var ids = new List<string>();
        await using (HostProcess host = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path)))
        {
            while (ids.Count < Works)
            {
                ids.AddRange(await EnqueueAsync(host.Client));
            }

            Assert.Equal(0, await host.TerminateAsync());
        }

        DamagePagesOf(folder.At("data", "work.db"));
        await using HostProcess next = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path));
        int damaged = 0;
        foreach (string id in ids.Where((_, index) => index % 7 == 0))
        {
            using HttpResponseMessage response = await next.Client.GetAsync($"/api/work/{id}");
            JsonElement answer = JsonElement.Parse(await response.Content.ReadAsStringAsync());
            if (response.StatusCode == HttpStatusCode.OK)
            {
                Assert.Equal((id, "enqueued"), (answer.Text("id"), answer.Text("state")));
                continue;
            }

            damaged++;
            Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
            Assert.Equal("Stored data is damaged", answer.Text("title"));
        }

        Assert.InRange(damaged, 1, ids.Count / 7 / 2);
        Assert.Contains("database disk image is malformed", next.Output, StringComparison.Ordinal);
        string fresh = (await next.Client.EnqueueAsync("""{ "worker": "journal" }"""))[0];
        Assert.Equal("succeeded", (await next.Client.FinishedAsync(fresh)).Text("state"));
    }

    // Pages in the second third, where rows lie that are wide and many.
    private static void DamagePagesOf(string file)
    {
        using FileStream stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite);
        Assert.True(stream.Length > 33 << 20, $"The database has {stream.Length} bytes: it is checked whole.");
        for (int i = 0; i < 40; i++)
        {
            stream.Position = ((stream.Length / PageBytes / 3) + (i * 20)) * PageBytes;
            int was = stream.ReadByte();
            stream.Position--;
            stream.WriteByte((byte)(was ^ 0xff));
        }
    }

    private static async Task<IEnumerable<string>> EnqueueAsync(HttpClient client)
    {
        string padding = new('p', 3000);
        object request = new { worker = "journal", input = new { padding }, initialDelay = "PT1H" };
        using var content = new StringContent(JsonSerializer.Serialize(new { requests = Enumerable.Repeat(request, PerBatch) }), Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync("/api/work/batch", content);
        response.EnsureSuccessStatusCode();
        JsonElement answer = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        return answer.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("work")[0].Text("id"));
    }
}
