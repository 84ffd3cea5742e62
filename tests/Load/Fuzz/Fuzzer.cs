using System.Diagnostics;

namespace Load.Fuzz;

/// <summary>
/// Calls the real process with all kinds of requests for a bounded time: several callers at once, now and then one alone to see that refusals change nothing.
/// The memory is looked at when a quarter of the time is over, and at the end, each time with all works removed and all garbage collected.
/// </summary>
internal sealed class Fuzzer(LoadedHost host, int seed, Action<string> say)
{
    private const int Callers = 8;
    private const double WarmShare = 0.25;
    private const double MostHeapGrowth = 16;
    private const double MostResidentGrowth = 48;
    private static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(4);
    private readonly FuzzReport report = new(seed);
    private readonly Words words = new();
    private int cases;

    /// <summary>The settings that the host under it needs.</summary>
    public static string[] Settings { get; } = ["--Work:ExternalWorkers:0:Name", "render"];

    /// <summary>Runs for so long.</summary>
    public async Task<FuzzReport> RunAsync(TimeSpan length)
    {
        var maker = new CaseMaker(Contract.Load(), words);
        var quiet = new QuietRound(host, report, maker, words);
        var watch = Stopwatch.StartNew();
        bool isWarm = false;
        for (int round = 0; watch.Elapsed < length && report.Faults.Count < 20; round++)
        {
            TimeSpan part = TimeSpan.FromTicks(Math.Min(LongestRound.Ticks, length.Ticks / 8));
            await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => CallAsync(maker, part))));
            await quiet.RunAsync(ChanceOf(-1 - round), part / 4);
            await QuietRound.SweepAsync(host.Client);
            say($"{watch.Elapsed.TotalSeconds:F0} s: {report.Requests} requests, {report.Faults.Count} failures, resident {host.ResidentMegabytes():F1} MB");
            if (!isWarm && watch.Elapsed >= length * WarmShare)
            {
                isWarm = true;
                report.Memory = (await host.MemoryAsync(), default);
                report.RequestsBefore = report.Requests;
            }
        }

        report.Memory = (report.Memory.Before, await host.MemoryAsync());
        JudgeWhole();
        return report;
    }

    private async Task CallAsync(CaseMaker maker, TimeSpan length)
    {
        using var over = new CancellationTokenSource(length);
        using var caller = new Caller(host, report, words);
        while (!over.IsCancellationRequested)
        {
            await caller.CallAsync(maker.Make(ChanceOf(Interlocked.Increment(ref cases))));
        }
    }

    // The chance of each case is its own, so that what one thread does leaves the others alone.
    private Random ChanceOf(int number) => new(unchecked((seed * 31_337) ^ (number * (int)2_654_435_761)));

    private void JudgeWhole()
    {
        (MemoryUse before, MemoryUse after) = report.Memory;
        if (after.Kept - before.Kept > MostHeapGrowth || after.Resident - before.Resident > MostResidentGrowth)
        {
            report.Fail($"The memory grows: {before}, then {after}.");
        }

        foreach (string line in host.Process.Output.Split('\n').Where(line => line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal)).Take(5))
        {
            report.Fail($"The host logged: {line}");
        }
    }
}
