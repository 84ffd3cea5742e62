using System.Diagnostics.Metrics;
using Work.Embedded.Engine;

namespace Work.Embedded.Hosting.Durable;

/// <summary>The engine's statistics as metrics, read when they are collected and at no other time.</summary>
internal sealed class EngineMeter(IMeterFactory meters)
{
    /// <summary>Begins, once the engine runs.</summary>
    public void Watch(DurableEngine engine)
    {
        var meter = meters.Create(EmbeddedTelemetry.MeterName, EmbeddedTelemetry.Version);
        meter.CreateObservableGauge("durabletask.activities.running", () => engine.Statistics.RunningActivities, "{activity}", "Activities that run.");
        meter.CreateObservableGauge("durabletask.activities.waiting", () => engine.QueuedActivities, "{activity}", "Activities that wait for a place to run.");
        meter.CreateObservableGauge("durabletask.instances.in_memory", () => engine.Statistics.InMemoryInstances, "{instance}", "Instances and entities in memory.");
        meter.CreateObservableCounter("durabletask.steps", () => engine.Statistics.Steps, "{step}", "Steps of instances and entities that were stored.");
        meter.CreateObservableCounter("durabletask.replays", () => engine.Statistics.Replays, "{replay}", "Instances whose code was run anew from its history.");
        meter.CreateObservableCounter("durabletask.commits", () => engine.Statistics.Commits, "{commit}", "Transactions; many steps share one.");
        meter.CreateObservableCounter("durabletask.storage.written", () => engine.Statistics.Bytes, "By", "Bytes of the texts and blobs that were written.");
    }
}
