using System.Text;
using Load.Wire;
using Xunit.Abstractions;

namespace Load.Attacks;

/// <summary>Single oddities of HTTP, one after the other on one host that stays well.</summary>
[Trait("Category", "Long")]
public sealed class WireTests(ITestOutputHelper output, WireTests.OneHost one) : IClassFixture<WireTests.OneHost>
{
    private const string Post = "POST /api/work HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n";
    private const string Body = """{"worker":"delay","initialDelay":"P1D"}""";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task PipelinedRequestsAreAllAnsweredInOrder()
    {
        LoadedHost host = one.Host;
        using RawConnection connection = await host.ConnectAsync();
        using var late = new CancellationTokenSource(Longest);
        var requests = new StringBuilder();
        for (int i = 0; i < 100; i++)
        {
            requests.Append(Post).Append($"Content-Length: {Body.Length + 12}\r\n\r\n{Body[..^1]},\"id\":\"p-{i:D2}\"}}");
        }

        await connection.SendAsync(requests.ToString(), late.Token);
        for (int i = 0; i < 100; i++)
        {
            RawAnswer? answer = await connection.ReadAsync(isHead: false, late.Token);
            Assert.Equal(202, answer?.Status);
            Assert.EndsWith($"/p-{i:D2}", answer!.Header("Location"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task HttpOneDotZeroIsAnsweredAndTheConnectionEnds()
    {
        LoadedHost host = one.Host;
        using RawConnection connection = await host.ConnectAsync();
        using var late = new CancellationTokenSource(Longest);

        await connection.SendAsync("GET /api/stats HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n", late.Token);
        RawAnswer? answer = await connection.ReadAsync(isHead: false, late.Token);

        Assert.Equal(200, answer?.Status);
        Assert.Equal(0, await connection.ReadSomeAsync(new byte[1], late.Token));
    }

    [Theory]
    [InlineData("Content-Length: 999999999999\r\n\r\n", 413)]
    [InlineData("Content-Length: 99999999999999999999\r\n\r\n", 400)]
    [InlineData("Content-Length: -1\r\n\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nabcdefgh\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\n0\r\n\r\n", 400)]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n", 400)]
    public async Task ALengthThatCannotBeIsRefusedAtOnce(string rest, int status)
    {
        LoadedHost host = one.Host;
        using RawConnection connection = await host.ConnectAsync();
        using var late = new CancellationTokenSource(Longest);

        await connection.SendAsync(Post + rest, late.Token);
        RawAnswer? answer = await connection.ReadAsync(isHead: false, late.Token);

        output.WriteLine($"{answer?.Status}: {answer?.Text}");
        Assert.Equal(status, answer?.Status);
        await CheckWellAsync(host);
    }

    [Fact]
    public async Task ConnectionsThatAreCutInTheMiddleLeaveNothingBehind()
    {
        const int cuts = 300;
        LoadedHost host = one.Host;
        for (int i = 0; i < 50; i++)
        {
            using var content = new StringContent($$"""{"worker":"delay","initialDelay":"P1D","input":{"x":"{{new string('x', 20_000)}}"} }""", Encoding.UTF8, "application/json");
            (await host.Client.PostAsync("/api/work", content)).EnsureSuccessStatusCode();
        }

        string before = await host.Client.GetStringAsync("/api/work?limit=1000");
        await using Bystander normal = await Bystander.BeginAsync(host);
        var chance = new Random(1);
        string whole = $"{Post}Content-Length: {Body.Length}\r\n\r\n{Body}";
        for (int i = 0; i < cuts; i++)
        {
            using RawConnection half = await host.ConnectAsync();
            await half.SendAsync(whole[..chance.Next(whole.Length)]);
            half.Cut();
            using RawConnection reader = await host.ConnectAsync();
            await reader.SendAsync("GET /api/work?limit=1000 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
            await reader.ReadSomeAsync(new byte[chance.Next(1, 5_000)]);
            reader.Cut();
        }

        output.WriteLine($"{2 * cuts} cuts; {await normal.EndAsync()}");
        string after = await host.Client.GetStringAsync("/api/work?limit=1000");
        Assert.Contains(before[before.IndexOf('[', StringComparison.Ordinal)..].TrimStart('['), after, StringComparison.Ordinal);
        await CheckWellAsync(host);
    }

    public sealed class OneHost : IAsyncLifetime
    {
        internal LoadedHost Host { get; private set; } = null!;

        public async Task InitializeAsync() => Host = await LoadedHost.StartAsync();

        public async Task DisposeAsync() => await Host.DisposeAsync();
    }

    private static async Task CheckWellAsync(LoadedHost host)
    {
        (await host.Client.GetAsync("/api/stats")).EnsureSuccessStatusCode();
        host.CheckLog();
    }
}
