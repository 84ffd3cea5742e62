using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Load.Wire;

namespace Load.Fuzz;

/// <summary>What came of a run: counts, and the failing cases, one for each route and fault.</summary>
internal sealed class FuzzReport(int seed)
{
    private const int MostFaults = 20;
    private readonly ConcurrentDictionary<string, int> answers = new();
    private readonly ConcurrentDictionary<string, (int Taken, int All)> routes = new();
    private readonly ConcurrentDictionary<string, string> faults = new();
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<string, string> slow = new();
    private int requests;
    private int comparisons;
    private long slowest;

    public int Requests => requests;

    /// <summary>How often the stored works were compared after a refusal.</summary>
    public int Comparisons => comparisons;

    public IReadOnlyCollection<string> Faults => [.. faults.Values];

    /// <summary>The memory after the warm-up, and at the end.</summary>
    public (MemoryUse Before, MemoryUse After) Memory { get; set; }

    /// <summary>How many requests had been made when the memory was first looked at.</summary>
    public int RequestsBefore { get; set; }

    public void Compared() => Interlocked.Increment(ref comparisons);

    /// <summary>Counts an answer, and keeps the case when it is wrong.</summary>
    public void Add(FuzzCase asked, RawAnswer? answer, TimeSpan took)
    {
        Interlocked.Increment(ref requests);
        string kind = answer is null ? "none (cut requests only)"
            : answer.Status == 503 ? $"503 {asked.Route}"
            : Judge.IsOfServer(answer) ? $"{answer.Status} by the web server"
            : answer.Status.ToString(CultureInfo.InvariantCulture);
        answers.AddOrUpdate(kind, 1, (_, count) => count + 1);
        int taken = answer is { Status: < 300 } ? 1 : 0;
        routes.AddOrUpdate(asked.Route, (taken, 1), (_, count) => (count.Taken + taken, count.All + 1));
        InterlockedMax(took.Ticks);
        if (took > Slow)
        {
            slow[$"{took.TotalSeconds:F1} s: {asked.Route} {answer?.Status}"] = asked.Replay("-");
        }

        if (Judge.FaultOf(asked, answer) is { } fault)
        {
            Fail(asked, fault);
        }
    }

    /// <summary>Keeps a failing case.</summary>
    public void Fail(FuzzCase asked, string fault)
    {
        string key = $"{asked.Route} {fault[..Math.Min(fault.Length, 30)]}";
        if (faults.Count < MostFaults && !faults.ContainsKey(key))
        {
            string file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"fuzz-{seed}-{faults.Count}.http"));
            File.WriteAllBytes(file, asked.Bytes);
            faults[key] = $"{fault}\n  at {asked.Route}:\n{asked.Replay(file)}";
        }
    }

    /// <summary>Keeps what is wrong with the whole.</summary>
    public void Fail(string fault) => faults[fault] = fault;

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"seed {seed}: {requests} requests, slowest answer {TimeSpan.FromTicks(slowest).TotalMilliseconds:F0} ms");
        foreach ((string kind, int count) in answers.OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {kind}: {count}");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"  taken: {string.Join(", ", routes.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value.Taken}/{one.Value.All}"))}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  refusals after which the stored state was compared: {comparisons}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  memory after {RequestsBefore} requests: {Memory.Before}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  memory after {requests} requests: {Memory.After}");
        text.AppendLine(CultureInfo.InvariantCulture, $"  failures: {faults.Count}");
        foreach ((string what, string asked) in slow)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"SLOW {what}\n{asked}");
        }

        foreach (string fault in faults.Values)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"FAILED {fault}");
        }

        return text.ToString();
    }

    private void InterlockedMax(long ticks)
    {
        long seen = Interlocked.Read(ref slowest);
        while (ticks > seen && Interlocked.CompareExchange(ref slowest, ticks, seen) is var now && now != seen)
        {
            seen = now;
        }
    }
}
