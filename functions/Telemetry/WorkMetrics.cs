using System.Diagnostics;
using System.Diagnostics.Metrics;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Telemetry;

/// <summary>
/// The app's metrics. They are counted where something is decided or done once: at the door, where a run begins and ends, and by entities; never by an orchestrator, which
/// runs again and again. A run that is delivered twice is counted twice. Where nobody listens a count costs one look.
/// </summary>
public sealed class WorkMetrics : IQuotaObserver
{
    private static readonly InstrumentAdvice<double> Waits = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400] };

    private readonly Counter<long> enqueued;
    private readonly Counter<long> started;
    private readonly Counter<long> finished;
    private readonly Histogram<double> wait;
    private readonly Histogram<double> duration;
    private readonly Histogram<double> lateness;
    private readonly Counter<long> quota;

    /// <summary>Makes the instruments.</summary>
    public WorkMetrics(IMeterFactory meters)
    {
        Meter = meters.Create(WorkTelemetry.MeterName, WorkTelemetry.Version);
        enqueued = Meter.CreateCounter<long>("work.enqueued", "{work}", "Works that were stored.");
        started = Meter.CreateCounter<long>("work.run.started", "{run}", "Runs that began.");
        finished = Meter.CreateCounter<long>("work.run.finished", "{run}", "Runs that ended, by result.");
        wait = Meter.CreateHistogram("work.run.wait", "s", "From when a work was due until its run began.", advice: Waits);
        duration = Meter.CreateHistogram("work.run.duration", "s", "From the beginning of a run to its end.", advice: Waits);
        lateness = Meter.CreateHistogram("work.alarm.lateness", "s", "From the instant that a work waited for until its run was handed out.", advice: Waits);
        quota = Meter.CreateCounter<long>("work.quota.asked", "{request}", "Answers of the quotas of expedited and long-running work.");
    }

    internal Meter Meter { get; }

    /// <summary>Works of a request were stored.</summary>
    internal void Enqueued(EnqueueOperation operation, IEnumerable<WorkRequest> works)
    {
        if (!enqueued.Enabled || operation is EnqueueOperation.Kept or EnqueueOperation.Updated)
        {
            return;
        }

        string name = WorkJson.NameOf(operation);
        foreach (WorkRequest work in works)
        {
            enqueued.Add(1, new KeyValuePair<string, object?>(WorkTags.Worker, work.Worker), new KeyValuePair<string, object?>(WorkTags.Operation, name));
        }
    }

    /// <summary>A run begins: in this process, or with whoever has just leased it.</summary>
    internal void Started(RunRequest run, DateTimeOffset now)
    {
        if (run.Slice > 0)
        {
            return;
        }

        var worker = new KeyValuePair<string, object?>(WorkTags.Worker, run.Work.Worker);
        started.Add(1, worker);
        if (run.DueAt is not { } dueAt)
        {
            return;
        }

        if (wait.Enabled)
        {
            wait.Record(Seconds(now - dueAt), worker);
        }

        if (lateness.Enabled && Alarms.LatenessOf(run) is { } late)
        {
            lateness.Record(Seconds(late), worker);
        }
    }

    /// <summary>A run has ended.</summary>
    internal void Finished(WorkSpec work, RunEnd end, StopReason reason, TimeSpan took)
    {
        if (!finished.Enabled && !duration.Enabled)
        {
            return;
        }

        var tags = new TagList { { WorkTags.Worker, work.Worker }, { WorkTags.Result, RunResults.NameOf(end) } };
        duration.Record(Seconds(took), tags);
        if (reason != StopReason.NotStopped)
        {
            tags.Add(WorkTags.StopReason, WorkJson.NameOf(reason));
        }

        finished.Add(1, tags);
    }

    /// <inheritdoc/>
    public void Answered(Gate gate, WorkSpec work, GateAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(answer);
        if (!quota.Enabled)
        {
            return;
        }

        string verdict = answer.Verdict switch
        {
            GateVerdict.Open => answer.Reason == StopReason.Quota ? "spent" : "granted",
            GateVerdict.Dropped => "dropped",
            _ => "waiting",
        };
        quota.Add(1, new TagList { { WorkTags.Worker, work.Worker }, { WorkTags.Quota, gate == Gate.Quota ? "expedited" : "foreground" }, { WorkTags.Verdict, verdict } });
    }

    // Clocks of two machines may differ by a little.
    private static double Seconds(TimeSpan length) => Math.Max(0, length.TotalSeconds);
}
