using Work.Benchmarks.Host;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Figures;

/// <summary>Works in batches of 1,000, four batches in flight, from the first request until all have finished.</summary>
internal static class BatchFigure
{
    private const int InFlight = 4;

    public static Figure Figure { get; } =
        new("batch", "batches over HTTP, to all completed", new Share("worksPerSecond", Yardstick.SqliteRowsAt1000), MeasureAsync);

    private static async Task<Measurement> MeasureAsync(Bench bench)
    {
        int size = bench.Options.Or(1000, 100);
        int works = Math.Max(1, bench.Options.WorksOr(50_000, 1000) / size) * size;
        int warm = bench.Options.Or(10_000, 200);
        byte[] batch = Requests.Post("/api/work/batch", Requests.Batch(Requests.Work, size));
        await using AppProcess app = await bench.StartAppAsync();
        Connection[] lanes = await Connection.OpenAsync(app.Server, InFlight);
        await LoadAsync(app, lanes, batch, size, warm);
        await bench.SettleAsync();

        Effort effort = await Effort.BeginAsync(app);
        TimeSpan enqueued = await LoadAsync(app, lanes, batch, size, works);
        TimeSpan elapsed = effort.Elapsed;
        Measurement measurement = new Measurement()
            .With("worksPerSecond", works / elapsed.TotalSeconds)
            .With("enqueuedPerSecond", works / enqueued.TotalSeconds)
            .With("works", works)
            .With("warmUpWorks", warm)
            .With("batchSize", size)
            .With("batchesInFlight", InFlight);
        await effort.TellAsync(measurement, works);
        await Stored.CheckAllSucceededAsync(app, works + warm);
        Array.ForEach(lanes, lane => lane.Dispose());
        return measurement;
    }

    // Returns when all have finished; says how long it took until all were accepted.
    private static async Task<TimeSpan> LoadAsync(AppProcess app, Connection[] lanes, byte[] batch, int size, int works)
    {
        long before = (await app.CountAsync()).Runs;
        long begun = TimeProvider.System.GetTimestamp();
        await Lanes.SendAsync(lanes, batch, 200, works / size);
        TimeSpan enqueued = TimeProvider.System.GetElapsedTime(begun);
        await app.WhenFinishedAsync(before + works, Bench.Patience);
        return enqueued;
    }
}
