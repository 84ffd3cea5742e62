using Work.Benchmarks.Host;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Figures;

/// <summary>
/// One request whose works run in parallel with one that joins them, from its first byte until the join has finished. The default limit of one request is 10,000
/// works, so the large one has 9,999 branches and the join.
/// </summary>
internal static class FanOutFigure
{
    private const string Number = "seconds";

    public static Figure Figure { get; } = new("fanout", "one request of 10,000 works and a join among them", new Share(Number, Yardstick.SqliteSecondsFor10000Rows, LessIsBetter: true), MeasureAsync);

    private static async Task<Measurement> MeasureAsync(Bench bench)
    {
        int large = bench.Options.Or(9999, 500);
        int small = bench.Options.Or(1000, 100);
        await using AppProcess app = await bench.StartAppAsync();
        int works = 0;
        foreach (int warm in new[] { small, small, large })
        {
            await RunAsync(app, warm);
            works += warm + 1;
        }

        await bench.SettleAsync();
        double[] smalls = new double[5];
        for (int i = 0; i < smalls.Length; i++)
        {
            smalls[i] = (await RunAsync(app, small)).TotalSeconds;
            works += small + 1;
        }

        await bench.SettleAsync();
        Effort effort = await Effort.BeginAsync(app);
        TimeSpan elapsed = await RunAsync(app, large);
        works += large + 1;
        Measurement measurement = new Measurement()
            .With(Number, elapsed.TotalSeconds)
            .With($"secondsFor{small}", smalls.Order().ElementAt(smalls.Length / 2))
            .With("works", large + 1)
            .With("warmUpWorks", (2 * (small + 1)) + large + 1);
        await effort.TellAsync(measurement, large + 1);
        await Stored.CheckAllSucceededAsync(app, works);
        return measurement;
    }

    // The join is the last to finish, so that nothing is unfinished when it has.
    private static async Task<TimeSpan> RunAsync(AppProcess app, int branches)
    {
        byte[] request = Requests.Post("/api/work", Requests.FanOut(branches));
        using Connection lane = await Connection.OpenAsync(app.Server);
        long before = (await app.CountAsync()).Runs;
        long begun = TimeProvider.System.GetTimestamp();
        await lane.SendAsync(request, 202);
        await app.WhenFinishedAsync(before + branches + 1, Bench.Patience);
        return TimeProvider.System.GetElapsedTime(begun);
    }
}
