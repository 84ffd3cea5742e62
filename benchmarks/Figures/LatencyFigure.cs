using System.Text;
using Work.Benchmarks.Host;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Figures;

/// <summary>
/// One work at a time on an idle system: from the first byte of the enqueue to the answer of <c>GET /api/work/{id}?wait=PT30S</c>, which comes when the work has
/// finished. These two round trips are how a caller learns it soonest.
/// </summary>
internal static class LatencyFigure
{
    public static Figure Figure { get; } = new("latency", "idle, one at a time, enqueue to done", new Share("p50Milliseconds", Yardstick.SqliteCommitMilliseconds, LessIsBetter: true), MeasureAsync);

    private static async Task<Measurement> MeasureAsync(Bench bench)
    {
        int warm = bench.Options.Or(3000, 50);
        int rounds = bench.Options.Or(3000, 100);
        await using AppProcess app = await bench.StartAppAsync();
        using Connection lane = await Connection.OpenAsync(app.Server);
        await RoundsAsync(lane, warm);
        await bench.SettleAsync();

        Effort effort = await Effort.BeginAsync(app);
        List<(TimeSpan Accepted, TimeSpan Done)> times = await RoundsAsync(lane, rounds);
        var done = new Percentiles(times.Select(time => time.Done));
        var accepted = new Percentiles(times.Select(time => time.Accepted));
        Measurement measurement = new Measurement()
            .With("p50Milliseconds", done.At(50))
            .With("p99Milliseconds", done.At(99))
            .With("p95Milliseconds", done.At(95))
            .With("maxMilliseconds", done.At(100))
            .With("acceptedP50Milliseconds", accepted.At(50))
            .With("acceptedP99Milliseconds", accepted.At(99))
            .With("works", rounds)
            .With("warmUpWorks", warm);
        await effort.TellAsync(measurement, rounds);
        await Stored.CheckAllSucceededAsync(app, warm + rounds);
        return measurement;
    }

    private static async Task<List<(TimeSpan Accepted, TimeSpan Done)>> RoundsAsync(Connection lane, int rounds)
    {
        byte[] request = Requests.Post("/api/work", Requests.Work);
        var times = new List<(TimeSpan, TimeSpan)>(rounds);
        for (int round = 0; round < rounds; round++)
        {
            long begun = TimeProvider.System.GetTimestamp();
            Answer accepted = await lane.SendAsync(request, 202);
            TimeSpan answered = TimeProvider.System.GetElapsedTime(begun);
            Answer done = await lane.SendAsync(Requests.Get($"/api/work/{IdOf(accepted.Body.Span)}?wait=PT30S"), 200);
            times.Add((answered, TimeProvider.System.GetElapsedTime(begun)));
            if (done.Body.Span.IndexOf("\"state\":\"succeeded\""u8) < 0)
            {
                throw new InvalidOperationException($"Not done after 30 s: {Encoding.UTF8.GetString(done.Body.Span)}");
            }
        }

        return times;
    }

    /// <summary>The id of the first work in an answer.</summary>
    public static string IdOf(ReadOnlySpan<byte> answer)
    {
        ReadOnlySpan<byte> rest = answer[(answer.IndexOf("\"id\":\""u8) + "\"id\":\"".Length)..];
        return Encoding.ASCII.GetString(rest[..rest.IndexOf((byte)'"')]);
    }
}
