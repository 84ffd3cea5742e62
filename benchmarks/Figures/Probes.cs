using Work.Benchmarks.Host;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Figures;

/// <summary>One request at a time of each kind, with its times. The works that it enqueues carry a tag of their own.</summary>
internal sealed class Probes(AppProcess app, int rounds)
{
    private const string Needle = "needle";
    private const string Enqueue = "enqueue";
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly List<string> ids = [];

    /// <summary>The kinds that the figure judges: a query by a rare tag alone has to look at all that is stored, and is told beside them.</summary>
    public static IReadOnlyList<string> Counted { get; } = [Enqueue, "list", "query", "read", "uniqueName"];

    /// <summary>How many works it has enqueued so far.</summary>
    public int Enqueued { get; private set; }

    /// <summary>Sends the requests; returns the times of each kind.</summary>
    public async Task<IReadOnlyDictionary<string, Percentiles>> RunAsync()
    {
        var times = new SortedDictionary<string, Percentiles>(StringComparer.Ordinal) { [Enqueue] = new(await EnqueueAsync()) };
        times["list"] = new(await AskAsync(_ => "/api/work?limit=100"));
        times["query"] = new(await AskAsync(_ => "/api/work?state=running&state=failed&limit=100"));
        times["read"] = new(await AskAsync(round => $"/api/work/{ids[round * 7919 % ids.Count]}"));
        times["uniqueName"] = new(await AskAsync(_ => "/api/work?uniqueName=nobody-has-this-name"));
        times["tag"] = new(await AskAsync(_ => $"/api/work?tag={Needle}&limit=100"));
        return times;
    }

    private async Task<List<TimeSpan>> EnqueueAsync()
    {
        byte[] plain = Requests.Post("/api/work", Requests.Work);
        byte[] tagged = Requests.Post("/api/work", Requests.WorkWith($",\"tags\":[\"{Needle}\"]"));
        long before = (await app.CountAsync()).Runs;
        var times = new List<TimeSpan>(rounds);
        for (int round = 0; round < rounds; round++)
        {
            long begun = TimeProvider.System.GetTimestamp();
            Answer stored = await app.AskAsync(round % 1000 == 0 ? tagged : plain, 202);
            times.Add(TimeProvider.System.GetElapsedTime(begun));
            ids.Add(LatencyFigure.IdOf(stored.Body.Span));
        }

        Enqueued += rounds;
        await app.WhenFinishedAsync(before + rounds, Bench.Patience);
        return times;
    }

    private async Task<List<TimeSpan>> AskAsync(Func<int, string> path)
    {
        var times = new List<TimeSpan>(rounds);
        long all = TimeProvider.System.GetTimestamp();
        for (int round = 0; round < rounds && TimeProvider.System.GetElapsedTime(all) < Longest; round++)
        {
            byte[] request = Requests.Get(path(round));
            long begun = TimeProvider.System.GetTimestamp();
            await app.AskAsync(request);
            times.Add(TimeProvider.System.GetElapsedTime(begun));
        }

        return times;
    }
}
