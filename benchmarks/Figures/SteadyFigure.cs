using Work.Benchmarks.Host;

namespace Work.Benchmarks.Figures;

/// <summary>
/// A steady 2,000 works a second, one request each, for ten minutes. Of every hundredth work it is measured when it has finished, from the instant at which its
/// request was to be sent: a client that falls behind makes the lag longer, not smaller.
/// </summary>
internal static class SteadyFigure
{
    private const int WorksPerSecond = 2000;
    private const double MemoryMayGrow = 1.10;
    private const double MemoryMayGrowMegabytes = 10;
    private const double LagMayGrow = 1.5;
    private const double LagMayGrowMilliseconds = 5;

    public static Figure Figure { get; } = new("steady", "2,000 works a second: memory and lag over the time", null, MeasureAsync);

    private static async Task<Measurement> MeasureAsync(Bench bench)
    {
        TimeSpan whole = TimeSpan.FromMinutes(bench.Options.Quick ? 0.1 : bench.Options.Minutes);
        int rate = bench.Options.Or(WorksPerSecond, 200);
        int windows = bench.Options.Quick ? 4 : 20;
        await using AppProcess app = await bench.StartAppAsync();
        double startMegabytes = app.ResidentMegabytes;
        using var load = await SteadyLoad.OpenAsync(app.Server);
        await load.RunAsync(rate, TimeSpan.FromSeconds(bench.Options.Or(10, 1)));
        double warmMegabytes = app.ResidentMegabytes;

        Effort effort = await Effort.BeginAsync(app);
        var memory = new List<double>();
        var p50 = new List<double>();
        var p99 = new List<double>();
        int works = 0;
        for (int window = 0; window < windows; window++)
        {
            (int sent, IReadOnlyList<TimeSpan> lags) = await load.RunAsync(rate, whole / windows);
            works += sent;
            memory.Add(app.ResidentMegabytes);
            p50.Add(new Percentiles(lags).At(50));
            p99.Add(new Percentiles(lags).At(99));
        }

        TimeSpan elapsed = effort.Elapsed;
        await app.WhenFinishedAsync(effort.RunsBefore + works, Bench.Patience);
        bool memoryIsFlat = Late(memory) <= (Early(memory) * MemoryMayGrow) + MemoryMayGrowMegabytes;
        bool lagIsFlat = Late(p99) <= (Early(p99) * LagMayGrow) + LagMayGrowMilliseconds;
        Measurement measurement = new Measurement()
            .With("isFlat", memoryIsFlat && lagIsFlat ? 1 : 0)
            .With("worksPerSecond", works / elapsed.TotalSeconds)
            .With("works", works)
            .With("minutes", elapsed.TotalMinutes)
            .With("residentMegabytesAtStart", startMegabytes)
            .With("residentMegabytesWarm", warmMegabytes)
            .With("residentMegabytesEarly", Early(memory))
            .With("residentMegabytesLate", Late(memory))
            .With("lagP50Milliseconds", Median(p50))
            .With("lagP99Milliseconds", Median(p99))
            .With("lagP99MillisecondsEarly", Early(p99))
            .With("lagP99MillisecondsLate", Late(p99))
            .With("residentMegabytesByWindow", memory)
            .With("lagP50MillisecondsByWindow", p50)
            .With("lagP99MillisecondsByWindow", p99);
        return await effort.TellAsync(measurement, works);
    }

    // Flat is what the last quarter of the windows does not exceed the second by: the first still warms up.
    private static double Early(List<double> windows) => Median(windows.GetRange(windows.Count / 4, windows.Count / 4));

    private static double Late(List<double> windows) => Median(windows.GetRange(windows.Count - (windows.Count / 4), windows.Count / 4));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
