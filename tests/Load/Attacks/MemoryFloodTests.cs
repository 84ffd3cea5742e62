using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Load.Fuzz;
using Load.Wire;
using Xunit.Abstractions;

namespace Load.Attacks;

/// <summary>Callers that make the host hold as much as they can: it holds a bounded amount, and gives it back.</summary>
[Trait("Category", "Long")]
public sealed class MemoryFloodTests(ITestOutputHelper output)
{
    private const int LargestBody = 4 * 1024 * 1024;
    private const double MostKept = 50;

    [Theory]
    [InlineData("one long text", 64)]
    [InlineData("many numbers", 16)]
    [InlineData("many works", 4)]
    public async Task TheLargestBodiesFromManyConnectionsAtOnce(string shape, int connections)
    {
        byte[] body = BodyOf(shape);
        await using LoadedHost host = await LoadedHost.StartAsync();
        await using Bystander normal = await Bystander.BeginAsync(host);
        MemoryUse before = await host.MemoryAsync();
        using var peak = new Peak(host);

        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => PostAsync(host, body)));
        string figures = await normal.EndAsync();
        double most = await peak.EndAsync();
        await QuietRound.SweepAsync(host.Client);
        MemoryUse after = await host.SettledAsync(before.Kept + MostKept);

        output.WriteLine($"{connections} x {body.Length} bytes ({shape}): {Counts(answers)}; peak {most:F0} MB; before {before}; after {after}; {figures}");
        Assert.All(answers, answer => Assert.Contains(answer, (HttpStatusCode[])[HttpStatusCode.Accepted, HttpStatusCode.BadRequest, HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.ServiceUnavailable]));
        Assert.True(most - before.Resident < 2_000, $"peak {most:F0} MB");
        Assert.True(after.Kept - before.Kept < MostKept, $"before {before}, after {after}");
        host.CheckLog();
    }

    [Fact]
    public async Task AHundredThousandDistinctTagsAndAThousandNames()
    {
        await using LoadedHost host = await LoadedHost.StartAsync();
        await QuietRound.SweepAsync(host.Client);
        await BatchAsync(host, 50, work => new { worker = "delay", initialDelay = "P1D", tags = Tags(1_000_000 + work) });
        MemoryUse before = await host.MemoryAsync();

        for (int batch = 0; batch < 8; batch++)
        {
            await BatchAsync(host, 250, work => new { worker = "delay", initialDelay = "P1D", tags = Tags((batch * 250) + work) });
        }

        await BatchAsync(host, 1_000, work => new { uniqueName = $"name-{work}", existingWorkPolicy = "keep", work = new[] { new { worker = "delay", initialDelay = "P1D" } } });
        MemoryUse stored = await host.MemoryAsync();
        await QuietRound.SweepAsync(host.Client);
        MemoryUse after = await host.MemoryAsync();

        output.WriteLine($"before {before}; with 100,000 tags on 2,000 works, and 1,000 names: {stored}; after they are gone {after}");
        Assert.True(stored.Kept - before.Kept < 100, $"{before}, then {stored}");
        Assert.True(after.Kept - before.Kept < 50, $"{before}, after it {after}");
    }

    [Fact]
    public async Task AsManyListenersAsMayAndNoMore()
    {
        const int limit = 1_000, more = 200;
        await using LoadedHost host = await LoadedHost.StartAsync();
        MemoryUse before = await host.MemoryAsync();
        await using Bystander normal = await Bystander.BeginAsync(host);
        var open = new List<RawConnection>();
        var statuses = new List<int>();
        for (int i = 0; i < limit + more; i++)
        {
            RawConnection connection = await host.ConnectAsync();
            open.Add(connection);
            await connection.SendAsync("GET /api/events?tag=nobody HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            statuses.Add((await connection.ReadAsync())!.Status);
        }

        MemoryUse meanwhile = await host.MemoryAsync();
        string figures = await normal.EndAsync();
        open.ForEach(connection => connection.Dispose());

        output.WriteLine($"{statuses.Count(status => status == 200)} served, {statuses.Count(status => status == 503)} refused; before {before}, then {meanwhile}; {figures}");
        Assert.Equal(limit, statuses.Count(status => status == 200));
        Assert.Equal(more, statuses.Count(status => status == 503));
        Assert.True(meanwhile.Resident - before.Resident < 150, $"{before}, then {meanwhile}");
        host.CheckLog();
    }

    private static string[] Tags(int work) => [.. Enumerable.Range(0, 50).Select(tag => string.Create(CultureInfo.InvariantCulture, $"tag-{work}-{tag}"))];

    private static byte[] BodyOf(string shape) => Encoding.UTF8.GetBytes(shape switch
    {
        "one long text" => $$"""{"worker":"delay","initialDelay":"P1D","input":{"x":"{{new string('x', LargestBody - 100)}}"} }""",
        "many numbers" => $$"""{"worker":"delay","initialDelay":"P1D","tags":[{{string.Join(',', Enumerable.Repeat('0', (LargestBody - 100) / 2))}}]}""",
        _ => $$"""{"work":[{{string.Join(',', Enumerable.Range(0, 10_000).Select(_ => $$"""{"worker":"delay","initialDelay":"P1D","input":{"x":"{{new string('x', 340)}}"} }"""))}}]}""",
    });

    private static async Task<HttpStatusCode> PostAsync(LoadedHost host, byte[] body)
    {
        using var client = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromMinutes(2) };
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage answer = await client.PostAsync("/api/work", content);
        return answer.StatusCode;
    }

    private static async Task BatchAsync<T>(LoadedHost host, int count, Func<int, T> request)
    {
        using HttpResponseMessage answer = await host.Client.PostAsJsonAsync("/api/work/batch", new { requests = Enumerable.Range(0, count).Select(request) });
        Assert.DoesNotContain("\"problem\"", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static string Counts(HttpStatusCode[] answers) => string.Join(", ", answers.GroupBy(answer => answer).Select(group => $"{group.Count()} {(int)group.Key}"));

    private sealed class Peak : IDisposable
    {
        private readonly CancellationTokenSource over = new();
        private readonly Task<double> looking;

        public Peak(LoadedHost host) => looking = Task.Run(async () =>
        {
            double most = 0;
            while (!over.IsCancellationRequested)
            {
                most = Math.Max(most, host.ResidentMegabytes());
                await Task.Delay(20);
            }

            return most;
        });

        public async Task<double> EndAsync()
        {
            await over.CancelAsync();
            return await looking;
        }

        public void Dispose() => over.Dispose();
    }
}
