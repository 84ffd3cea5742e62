using System.Globalization;
using System.Text.Json;

namespace EndToEnd;

/// <summary>Many who follow many works, on the real process.</summary>
[Trait("Category", "EndToEnd")]
public sealed class StreamTests
{
    private const int Streams = 200;
    private const int Works = 20;
    private const double MostMegabytes = 50;

    [Fact]
    public async Task TwoHundredOpenStreamsTakeLessThanFiftyMegabytesAndHearOfEverything()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(folder.Path);
        await host.Client.FinishedAsync((await host.Client.EnqueueAsync(new { worker = "delay", input = new { @for = "PT0S" }, tags = new[] { "first" } }))[0]);
        using (Follower warm = await Follower.OpenAsync(host.Client))
        {
            await warm.UntilSucceededAsync(1);
        }

        double before = MegabytesOf(host.Id);
        Follower[] followers = await Task.WhenAll(Enumerable.Range(0, Streams).Select(_ => Follower.OpenAsync(host.Client)));
        await Task.WhenAll(followers.Select(follower => follower.UntilSucceededAsync(1)));
        for (int i = 0; i < Works; i++)
        {
            await host.Client.EnqueueAsync(new { worker = "delay", input = new { @for = "PT0S" } });
        }

        await Task.WhenAll(followers.Select(follower => follower.UntilSucceededAsync(1 + Works)));
        double after = MegabytesOf(host.Id);
        foreach (Follower follower in followers)
        {
            follower.Dispose();
        }

        Assert.True(after - before < MostMegabytes, $"{Streams} streams took {after - before:F1} MB.");
    }

    // The memory that the process itself has in use, without files that are mapped.
    private static double MegabytesOf(int process) => File.ReadLines($"/proc/{process}/status").Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024).Single();

    private sealed class Follower(HttpResponseMessage response, StreamReader reader) : IDisposable
    {
        private readonly CancellationTokenSource late = new(TimeSpan.FromMinutes(2));
        private readonly HashSet<string> succeeded = [];

        public static async Task<Follower> OpenAsync(HttpClient client)
        {
            HttpResponseMessage response = await client.GetAsync("/api/events", HttpCompletionOption.ResponseHeadersRead);
            response.EnsureSuccessStatusCode();
            return new Follower(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
        }

        public async Task UntilSucceededAsync(int count)
        {
            while (succeeded.Count < count)
            {
                string line = await reader.ReadLineAsync(late.Token) ?? throw new EndOfStreamException();
                if (line.StartsWith("data: ", StringComparison.Ordinal) && JsonElement.Parse(line["data: ".Length..]) is var work && work.Text("state") == "succeeded")
                {
                    succeeded.Add(work.Text("id"));
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
}
