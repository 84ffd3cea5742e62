using System.Diagnostics;
using Work.Benchmarks.Host;

namespace Work.Benchmarks.Figures;

/// <summary>What a load costs: time, processor time on both sides, commits and rows. Begun before it, told after it.</summary>
internal sealed class Effort
{
    private readonly AppProcess app;
    private readonly Counters before;
    private readonly TimeSpan appCpu;
    private readonly TimeSpan clientCpu;
    private readonly long begun;

    private Effort(AppProcess app, Counters before)
    {
        this.app = app;
        this.before = before;
        appCpu = app.Cpu;
        clientCpu = ClientCpu();
        begun = TimeProvider.System.GetTimestamp();
    }

    /// <summary>The runs that had ended before.</summary>
    public long RunsBefore => before.Runs;

    /// <summary>Begins to count, and the time.</summary>
    public static async Task<Effort> BeginAsync(AppProcess app) => new(app, await app.CountAsync());

    /// <summary>The time since the begin.</summary>
    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(begun);

    /// <summary>Adds what each of so many works (or steps, or requests) has cost.</summary>
    public async Task<Measurement> TellAsync(Measurement measurement, double works)
    {
        TimeSpan app = this.app.Cpu - appCpu;
        TimeSpan client = ClientCpu() - clientCpu;
        Counters after = await this.app.CountAsync();
        return measurement
            .With("appCpuMicrosecondsPerWork", app.TotalMicroseconds / works)
            .With("clientCpuMicrosecondsPerWork", client.TotalMicroseconds / works)
            .With("rowsPerWork", (after.Rows - before.Rows) / works)
            .With("commitsPerWork", (after.Commits - before.Commits) / works)
            .With("stepsPerWork", (after.Steps - before.Steps) / works)
            .With("replaysPerWork", (after.Replays - before.Replays) / works)
            .With("allocatedKilobytesPerWork", (after.AllocatedBytes - before.AllocatedBytes) / works / 1024)
            .With("collections", after.Collections - before.Collections)
            .With("residentMegabytesAfter", this.app.ResidentMegabytes);
    }

    private static TimeSpan ClientCpu()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}
