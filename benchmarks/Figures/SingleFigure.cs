using Work.Benchmarks.Host;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Figures;

/// <summary>One work for each request, 32 connections, until all have finished: 50,000 works, or as many as are enqueued in ten seconds.</summary>
internal static class SingleFigure
{
    private const int Connections = 32;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public static Figure Figure { get; } =
        new("single", "one work a request, 32 connections, to all completed", new Share("worksPerSecond", Yardstick.KestrelRequests), MeasureAsync);

    private static async Task<Measurement> MeasureAsync(Bench bench)
    {
        int most = bench.Options.WorksOr(50_000, 1000);
        byte[] request = Requests.Post("/api/work", Requests.Work);
        await using AppProcess app = await bench.StartAppAsync();
        Connection[] lanes = await Connection.OpenAsync(app.Server, Connections);
        int warm = await Lanes.SendAsync(lanes, request, 202, bench.Options.Or(10_000, 200));
        await app.WhenFinishedAsync(warm, Bench.Patience);
        await bench.SettleAsync();

        Effort effort = await Effort.BeginAsync(app);
        int works = await Lanes.SendAsync(lanes, request, 202, most, Longest);
        TimeSpan enqueued = effort.Elapsed;
        await app.WhenFinishedAsync(effort.RunsBefore + works, Bench.Patience);
        TimeSpan elapsed = effort.Elapsed;
        Measurement measurement = new Measurement()
            .With("worksPerSecond", works / elapsed.TotalSeconds)
            .With("enqueuedPerSecond", works / enqueued.TotalSeconds)
            .With("works", works)
            .With("warmUpWorks", warm)
            .With("connections", Connections);
        await effort.TellAsync(measurement, works);
        await Stored.CheckAllSucceededAsync(app, works + warm);
        Array.ForEach(lanes, lane => lane.Dispose());
        return measurement;
    }
}
