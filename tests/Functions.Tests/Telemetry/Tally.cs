using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Telemetry;

/// <summary>Listens to the metrics of one app; without one to all of the process, whose tests are told apart by their workers.</summary>
internal sealed class Tally : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<(string Name, double Value, string Tags)> measured = new();

    internal Tally(TestApp? app = null)
    {
        object? factory = app?.Services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if ((factory is null || instrument.Meter.Scope == factory) && instrument.Meter.Name.StartsWith("Work.", StringComparison.Ordinal))
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Note(instrument, value, tags));
        listener.Start();
    }

    /// <summary>What was measured so far under a name: the tags, and the values.</summary>
    internal IReadOnlyDictionary<string, double[]> Of(string name) =>
        measured.Where(one => one.Name == name).GroupBy(one => one.Tags, one => one.Value).ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    /// <summary>Counts by tags.</summary>
    internal IReadOnlyList<string> Counts(string name) => [.. Of(name).Select(tags => $"{tags.Key}: {tags.Value.Sum()}").Order(StringComparer.Ordinal)];

    internal void Collect() => listener.RecordObservableInstruments();

    public void Dispose() => listener.Dispose();

    private void Note(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        measured.Enqueue((instrument.Name, value, string.Join(' ', tags.ToArray().OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(tag => $"{tag.Key}={tag.Value}"))));
}
