using Work.Benchmarks.Host;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Figures;

/// <summary>Chains of three works, enqueued in batches of 250 chains, four batches in flight, from the first request until all have finished.</summary>
internal static class ChainFigure
{
    private const int Steps = 3;
    private const int InFlight = 4;

    public static Figure Figure { get; } =
        new("chain", "chains of 3 in batches, to all completed", new Share("stepsPerSecond", Yardstick.SqliteRowsAt1000), MeasureAsync);

    private static async Task<Measurement> MeasureAsync(Bench bench)
    {
        int size = bench.Options.Or(250, 25);
        int chains = bench.Options.Or(5000, 100);
        int warm = bench.Options.Or(2000, 50);
        byte[] batch = Requests.Post("/api/work/batch", Requests.Batch(Requests.Chain(Steps), size));
        await using AppProcess app = await bench.StartAppAsync();
        Connection[] lanes = await Connection.OpenAsync(app.Server, InFlight);
        await Lanes.SendAsync(lanes, batch, 200, warm / size);
        await app.WhenFinishedAsync(warm * Steps, Bench.Patience);
        await bench.SettleAsync();

        Effort effort = await Effort.BeginAsync(app);
        await Lanes.SendAsync(lanes, batch, 200, chains / size);
        await app.WhenFinishedAsync(effort.RunsBefore + (chains * Steps), Bench.Patience);
        TimeSpan elapsed = effort.Elapsed;
        Measurement measurement = new Measurement()
            .With("stepsPerSecond", chains * Steps / elapsed.TotalSeconds)
            .With("chains", chains)
            .With("works", chains * Steps)
            .With("warmUpWorks", warm * Steps);
        await effort.TellAsync(measurement, chains * Steps);
        await Stored.CheckAllSucceededAsync(app, (chains + warm) * Steps);
        Array.ForEach(lanes, lane => lane.Dispose());
        return measurement;
    }
}
