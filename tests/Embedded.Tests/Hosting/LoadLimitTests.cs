using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Work.Embedded.Hosting;
using Work.Embedded.Hosting.Http;

namespace Embedded.Tests.Hosting;

/// <summary>What the host bounds, so that no flood is its end.</summary>
public sealed class LoadLimitTests
{
    [Theory]
    [InlineData("Embedded:RequestsPerSecond")]
    [InlineData("Embedded:RequestsPerSecondOfCaller")]
    public async Task More_requests_than_are_served_are_asked_to_come_again_and_then_served(string limit)
    {
        await using var sample = await SampleHost.StartAsync(settings: (limit, "5"));
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => sample.Client.GetAsync("/api/home")));

        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), 5, 39);
        Assert.Equal(40, refused.Count + answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        await AssertProblemAsync(refused[0], 429);
        Assert.Equal(TimeSpan.FromSeconds(1), refused[0].Headers.RetryAfter!.Delta);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await sample.Client.GetAsync("/api/home", late.Token)).StatusCode != HttpStatusCode.OK)
        {
        }
    }

    [Fact]
    public async Task No_request_is_refused_where_no_limit_is_set()
    {
        await using var sample = await SampleHost.StartAsync();
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => sample.Client.GetAsync("/api/home")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task Bodies_that_are_too_much_together_are_refused_and_the_place_is_given_back()
    {
        await using var sample = await SampleHost.StartAsync(settings: ("Embedded:MaxBodyBytesAtOnce", "100000"));
        for (int i = 0; i < 3; i++)
        {
            using var refused = await sample.Client.PostAsync("/api/echo", new ByteArrayContent(new byte[200_000]));
            await AssertProblemAsync(refused, 503);
            Assert.NotNull(refused.Headers.RetryAfter);
            using var taken = await sample.Client.PostAsync("/api/echo", new ByteArrayContent(new byte[90_000]));
            Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        }
    }

    [Theory]
    [InlineData("Content-Length: 10\r\n\r\nabc")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")]
    public async Task A_body_that_does_not_arrive_in_time_is_answered(string beginning)
    {
        await using var sample = await SampleHost.StartAsync(settings: ("Embedded:BodyTimeout", "00:00:00.200"));
        using var client = new TcpClient("127.0.0.1", sample.Host.BaseAddress.Port);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /api/echo HTTP/1.1\r\nHost: localhost\r\n{beginning}"), late.Token);

        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync(late.Token));
    }

    [Fact]
    public async Task A_chunk_whose_size_fits_no_number_is_a_bad_request()
    {
        await using var sample = await SampleHost.StartAsync();
        using var client = new TcpClient("127.0.0.1", sample.Host.BaseAddress.Port);
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await client.GetStream().WriteAsync("POST /api/echo HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n"u8.ToArray(), late.Token);

        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 400 Bad Request", await reader.ReadLineAsync(late.Token));
    }

    [Theory]
    [InlineData(long.MaxValue, 10_000)]
    [InlineData(1_024, 512)]
    [InlineData(1, 1)]
    public void Connections_leave_files_for_the_rest(long openFiles, int connections) => Assert.Equal(connections, ServerLimits.ConnectionsFor(openFiles));

    [Theory]
    [InlineData("0", "1000000", true)]
    [InlineData("1", "-1", true)]
    [InlineData("1", "0", false)]
    public async Task New_work_is_not_taken_over_the_bounds(string memoryShare, string waiting, bool isOver)
    {
        await using var sample = await SampleHost.StartAsync(settings: [("Embedded:MaxMemoryShare", memoryShare), ("Embedded:MaxWaitingActivities", waiting)]);
        var load = (IHostLoad)sample.Host.Services.GetService(typeof(IHostLoad))!;
        Assert.Equal(isOver, load.Overload is not null);
    }

    private static async Task AssertProblemAsync(HttpResponseMessage answer, int status)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(status, JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync()).GetProperty("status").GetInt32());
    }
}
