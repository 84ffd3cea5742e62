using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Figures;

/// <summary>
/// Sends works at a rate, whatever the answers take: 32 connections take what is due. Each hundredth work is handed to one of 16 more, which wait for its end.
/// </summary>
internal sealed class SteadyLoad : IDisposable
{
    private const int Connections = 32;
    private const int Followers = 16;
    private const int Followed = 100;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly Connection[] lanes;
    private readonly Connection[] followers;
    private readonly byte[] request = Requests.Post("/api/work", Requests.Work);

    private SteadyLoad(Connection[] lanes, Connection[] followers)
    {
        this.lanes = lanes;
        this.followers = followers;
    }

    public static async Task<SteadyLoad> OpenAsync(IPEndPoint server) =>
        new(await Connection.OpenAsync(server, Connections), await Connection.OpenAsync(server, Followers));

    /// <summary>Sends for that long; how many works were accepted, and how long the followed ones took to finish, each counted from the instant at which it was due.</summary>
    public async Task<(int Sent, IReadOnlyList<TimeSpan> Lags)> RunAsync(int worksPerSecond, TimeSpan time)
    {
        var due = Channel.CreateUnbounded<(int Number, long At)>();
        var started = Channel.CreateUnbounded<(string Id, long At)>();
        var lags = new ConcurrentBag<TimeSpan>();
        Task[] following = [.. followers.Select(follower => Task.Run(() => FollowAsync(follower, started.Reader, lags)))];
        Task[] sending = [.. lanes.Select(lane => Task.Run(() => SendAsync(lane, due.Reader, started.Writer)))];
        int sent = await PaceAsync(due.Writer, worksPerSecond, time);
        await Task.WhenAll(sending);
        started.Writer.Complete();
        await Task.WhenAll(following);
        return (sent, [.. lags]);
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach([.. lanes, .. followers], connection => connection.Dispose());

    private static async Task<int> PaceAsync(ChannelWriter<(int Number, long At)> due, int worksPerSecond, TimeSpan time)
    {
        long begun = TimeProvider.System.GetTimestamp();
        double ticksPerWork = TimeProvider.System.TimestampFrequency / (double)worksPerSecond;
        int whole = (int)(time.TotalSeconds * worksPerSecond);
        int sent = 0;
        while (sent < whole)
        {
            int now = Math.Min(whole, (int)((TimeProvider.System.GetTimestamp() - begun) / ticksPerWork));
            for (; sent < now; sent++)
            {
                await due.WriteAsync((sent, begun + (long)(sent * ticksPerWork)));
            }

            await Task.Delay(Tick, TimeProvider.System);
        }

        due.Complete();
        return sent;
    }

    private async Task SendAsync(Connection lane, ChannelReader<(int Number, long At)> due, ChannelWriter<(string Id, long At)> started)
    {
        await foreach ((int number, long at) in due.ReadAllAsync())
        {
            Answer answer = await lane.SendAsync(request, 202);
            if (number % Followed == 0)
            {
                await started.WriteAsync((LatencyFigure.IdOf(answer.Body.Span), at));
            }
        }
    }

    private static async Task FollowAsync(Connection follower, ChannelReader<(string Id, long At)> started, ConcurrentBag<TimeSpan> lags)
    {
        await foreach ((string id, long at) in started.ReadAllAsync())
        {
            await follower.SendAsync(Requests.Get($"/api/work/{id}?wait=PT60S"), 200);
            lags.Add(TimeProvider.System.GetElapsedTime(at));
        }
    }
}
