using Work.Benchmarks.Host;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Figures;

/// <summary>A data directory in which works wait for an instant that is far off.</summary>
internal static class DelayedStore
{
    private const int InFlight = 4;

    /// <summary>Enqueues so many works, in batches, each due in a day or later, so that not all wait for the same instant.</summary>
    public static async Task FillAsync(AppProcess app, int works, int size)
    {
        Connection[] lanes = await Connection.OpenAsync(app.Server, InFlight);
        for (int day = 1; day <= InFlight; day++)
        {
            byte[] batch = Requests.Post("/api/work/batch", Requests.Batch(Requests.WorkWith($",\"initialDelay\":\"P{day}DT1H\""), size));
            await Lanes.SendAsync(lanes, batch, 200, works / size / InFlight);
        }

        Array.ForEach(lanes, lane => lane.Dispose());
    }

    /// <summary>How many works are filled in when so many are wanted: the batches are shared out evenly.</summary>
    public static int Whole(int works, int size) => Math.Max(1, works / size / InFlight) * InFlight * size;

    /// <summary>Throws unless exactly so many works wait.</summary>
    public static async Task CheckAsync(AppProcess app, int works)
    {
        int waiting = await Stored.CountAsync(app, "state=enqueued");
        if (waiting != works)
        {
            throw new InvalidOperationException($"{works} works were enqueued with a delay, but {waiting} wait.");
        }
    }
}
