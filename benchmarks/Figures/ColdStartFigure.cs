using Work.Benchmarks.Host;

namespace Work.Benchmarks.Figures;

/// <summary>
/// From the start of the process to its first answer (a list of one unfinished work), with 100,000 delayed works in its data directory, after the process before it
/// was killed. The median of several starts; and of as many with an empty directory.
/// </summary>
internal static class ColdStartFigure
{
    public static Figure Figure { get; } = new(
        "coldstart", "process start to the first answer, with works that wait", new Share("seconds", Yardstick.KestrelStartSeconds, LessIsBetter: true), MeasureAsync);

    private static async Task<Measurement> MeasureAsync(Bench bench)
    {
        int size = bench.Options.Or(1000, 100);
        int works = DelayedStore.Whole(bench.Options.WorksOr(100_000, 2000), size);
        int starts = bench.Options.Or(5, 2);
        string directory = bench.NewDirectory();
        await using (AppProcess app = await bench.StartAppAsync(directory))
        {
            await DelayedStore.FillAsync(app, works, size);
            await bench.SettleAsync();
            await app.KillAsync();
        }

        string empty = bench.NewDirectory();
        await StartAsync(bench, empty);
        var full = new List<TimeSpan>();
        var none = new List<TimeSpan>();
        for (int i = 0; i < starts; i++)
        {
            full.Add(await StartAsync(bench, directory));
            none.Add(await StartAsync(bench, empty));
        }

        var withWorks = new Percentiles(full);
        return new Measurement()
            .With("seconds", withWorks.At(50) / 1000)
            .With("slowestSeconds", withWorks.At(100) / 1000)
            .With("emptySeconds", new Percentiles(none).At(50) / 1000)
            .With("starts", starts)
            .With("works", works);
    }

    private static async Task<TimeSpan> StartAsync(Bench bench, string directory)
    {
        await using AppProcess app = await bench.StartAppAsync(directory);
        return app.StartedIn;
    }
}
