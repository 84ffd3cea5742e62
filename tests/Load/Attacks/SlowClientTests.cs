using System.Diagnostics;
using System.Net.Sockets;
using Load.Wire;
using Xunit.Abstractions;

namespace Load.Attacks;

/// <summary>Clients that take their time: they are cut off, and nobody else waits for them.</summary>
[Trait("Category", "Long")]
public sealed class SlowClientTests(ITestOutputHelper output)
{
    private const int Slow = 500;
    private static readonly TimeSpan HeadTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan BodyTimeout = TimeSpan.FromSeconds(3);

    // Whoever is not cut off drips for a quarter of an hour.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task HeadersThatComeByteByByteAreCutOffAfterTheHeadTimeout()
    {
        await using LoadedHost host = await LoadedHost.StartAsync("--Embedded:HeadTimeout", HeadTimeout.ToString());
        await using Bystander normal = await Bystander.BeginAsync(host);

        RawAnswer?[] answers = await Task.WhenAll(Enumerable.Range(0, Slow).Select(_ => DripAsync(host, "", $"GET /api/work HTTP/1.1\r\nHost: 127.0.0.1\r\nX: {new string('x', 5_000)}", HeadTimeout + Margin)));

        output.WriteLine($"{Slow} connections: {Counts(answers)}; {await normal.EndAsync()}");
        Assert.All(answers, answer => Assert.True(answer is null or { Status: 408 }));
    }

    [Fact]
    public async Task BodiesThatComeByteByByteAreAnswered408AfterTheBodyTimeout()
    {
        await using LoadedHost host = await LoadedHost.StartAsync("--Embedded:BodyTimeout", BodyTimeout.ToString());
        await using Bystander normal = await Bystander.BeginAsync(host);
        MemoryUse before = await host.MemoryAsync();
        const string head = "POST /api/work HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 4000000\r\n\r\n";

        Task<RawAnswer?[]> attack = Task.WhenAll(Enumerable.Range(0, Slow).Select(_ => DripAsync(host, head, new string(' ', 5_000), BodyTimeout + Margin)));
        await Task.Delay(BodyTimeout / 2);
        double meanwhile = host.ResidentMegabytes() - before.Resident;
        RawAnswer?[] answers = await attack;

        output.WriteLine($"{Slow} connections that announce 4 MB each: {Counts(answers)}, {meanwhile:F0} MB more; {await normal.EndAsync()}");
        Assert.All(answers, answer => Assert.True(answer is { Status: 408 } && answer.IsProblem(), $"{answer?.Status}"));
        Assert.True(meanwhile < 200, $"What is only announced took {meanwhile:F0} MB.");
    }

    [Fact]
    public async Task BodiesThatNeverComeAreCutOffByTheMinimumRate()
    {
        await using LoadedHost host = await LoadedHost.StartAsync();
        await using Bystander normal = await Bystander.BeginAsync(host);
        const string head = "POST /api/work HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n";

        RawAnswer?[] answers = await Task.WhenAll(Enumerable.Range(0, Slow).Select(_ => DripAsync(host, head, "", TimeSpan.FromSeconds(5) + Margin)));

        output.WriteLine($"{Slow} connections: {Counts(answers)}; {await normal.EndAsync()}");
        Assert.All(answers, answer => Assert.True(answer is null || (answer.Status == 408 && answer.IsProblem()), answer?.Text));
    }

    // Sends a beginning at once and then byte by byte, for as long as the host listens.
    private static async Task<RawAnswer?> DripAsync(LoadedHost host, string beginning, string rest, TimeSpan longest)
    {
        using var late = new CancellationTokenSource(longest);
        using RawConnection connection = await host.ConnectAsync(late.Token);
        Task<RawAnswer?> answer = connection.ReadAsync(isHead: false, late.Token);
        try
        {
            await connection.SendAsync(beginning, late.Token);
            for (int sent = 0; sent < rest.Length && !answer.IsCompleted; sent++)
            {
                await connection.SendAsync(rest[sent..(sent + 1)], late.Token);
                await Task.WhenAny(answer, Task.Delay(BetweenBytes, late.Token));
            }

            return await answer;
        }
        catch (Exception end) when (end is SocketException or EndOfStreamException)
        {
            return answer.IsCompletedSuccessfully ? await answer : null;
        }
    }

    private static string Counts(RawAnswer?[] answers) =>
        string.Join(", ", answers.GroupBy(answer => answer?.Status.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "cut off").Select(group => $"{group.Count()} {group.Key}"));
}
