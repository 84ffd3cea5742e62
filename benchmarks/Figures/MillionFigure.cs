using Work.Benchmarks.Host;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Figures;

/// <summary>
/// What a million finished works in the store cost the requests of others: p99 of each kind of request, one at a time, as a multiple of its p99 when only the works of
/// the warm-up were there (a few thousand, so that a page of a list is full in both cases).
/// </summary>
internal static class MillionFigure
{
    private const int InFlight = 4;

    public static Figure Figure { get; } = new("million", "p99 with finished works stored, as a multiple of that with next to none", null, MeasureAsync);

    private static async Task<Measurement> MeasureAsync(Bench bench)
    {
        int size = bench.Options.Or(1000, 100);
        int works = Math.Max(1, bench.Options.WorksOr(1_000_000, 2000) / size) * size;
        await using AppProcess app = await bench.StartAppAsync();
        var probes = new Probes(app, bench.Options.Or(2000, 50));
        await probes.RunAsync();
        await bench.SettleAsync();
        IReadOnlyDictionary<string, Percentiles> before = await probes.RunAsync();
        TimeSpan took = await FillAsync(app, works, size);
        await bench.SettleAsync();
        IReadOnlyDictionary<string, Percentiles> after = await probes.RunAsync();

        var measurement = new Measurement();
        measurement.With("worstRatio", Probes.Counted.Max(name => after[name].At(99) / before[name].At(99)));
        foreach (string name in before.Keys)
        {
            measurement.With($"{name}P99Ratio", after[name].At(99) / before[name].At(99));
        }

        foreach (string name in before.Keys)
        {
            measurement.With($"{name}P99MillisecondsEmpty", before[name].At(99)).With($"{name}P99Milliseconds", after[name].At(99));
        }

        await Stored.CheckAllSucceededAsync(app, works + probes.Enqueued);
        return measurement
            .With("works", works)
            .With("fillWorksPerSecond", works / took.TotalSeconds)
            .With("residentMegabytesAfter", app.ResidentMegabytes);
    }

    private static async Task<TimeSpan> FillAsync(AppProcess app, int works, int size)
    {
        byte[] batch = Requests.Post("/api/work/batch", Requests.Batch(Requests.Work, size));
        Connection[] lanes = await Connection.OpenAsync(app.Server, InFlight);
        long before = (await app.CountAsync()).Runs;
        long begun = TimeProvider.System.GetTimestamp();
        await Lanes.SendAsync(lanes, batch, 200, works / size);
        await app.WhenFinishedAsync(before + works, Bench.Patience);
        Array.ForEach(lanes, lane => lane.Dispose());
        return TimeProvider.System.GetElapsedTime(begun);
    }
}
