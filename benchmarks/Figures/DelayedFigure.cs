using Work.Benchmarks.Host;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Figures;

/// <summary>
/// The memory of the app while 100,000 works wait for instants that are far off: of a process that was started with them there, has answered some requests of
/// each kind and is at rest; and beside it, of the process that took them in.
/// </summary>
internal static class DelayedFigure
{
    private const int Requested = 200;

    public static Figure Figure { get; } = new(
        "delayed", "memory with works that wait", new Share("residentMegabytes", Yardstick.KestrelResidentMegabytes, LessIsBetter: true), MeasureAsync);

    private static async Task<Measurement> MeasureAsync(Bench bench)
    {
        int size = bench.Options.Or(1000, 100);
        int works = DelayedStore.Whole(bench.Options.WorksOr(100_000, 2000), size);
        string directory = bench.NewDirectory();
        double filled;
        await using (AppProcess app = await bench.StartAppAsync(directory))
        {
            await DelayedStore.FillAsync(app, works, size);
            await bench.RestAsync();
            filled = app.ResidentMegabytes;
            await app.KillAsync();
        }

        await using AppProcess again = await bench.StartAppAsync(directory);
        double started = again.ResidentMegabytes;
        await ServeAsync(again);
        await bench.RestAsync();
        Counters counters = await again.CountAsync();
        Measurement measurement = new Measurement()
            .With("residentMegabytes", again.ResidentMegabytes)
            .With("residentMegabytesAtStart", started)
            .With("residentMegabytesAfterEnqueue", filled)
            .With("heapMegabytes", counters.HeapBytes / 1048576.0)
            .With("inMemoryInstances", counters.InMemory)
            .With("works", works);
        await DelayedStore.CheckAsync(again, works);
        return measurement;
    }

    private static async Task ServeAsync(AppProcess app)
    {
        byte[] list = Requests.Get("/api/work?limit=10");
        for (int i = 0; i < Requested; i++)
        {
            await app.AskAsync(list);
            Answer stored = await app.AskAsync(Requests.Post("/api/work", Requests.Work), 202);
            await app.AskAsync(Requests.Get($"/api/work/{LatencyFigure.IdOf(stored.Body.Span)}?wait=PT30S"));
        }
    }
}
