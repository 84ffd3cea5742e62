using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;

namespace Embedded.Tests.Hosting;

public sealed record Tick(string Function, DateTimeOffset At, TimerInfo Info);

/// <summary>What the sample functions tell a test.</summary>
public sealed class SampleJournal
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> signals = new();

    public ConcurrentQueue<Tick> Ticks { get; } = new();

    public ConcurrentQueue<string> Lines { get; } = new();

    public IEnumerable<DateTimeOffset> TimesOf(string function) => Ticks.Where(tick => tick.Function == function).Select(tick => tick.At);

    public void Signal(string name) => Of(name).TrySetResult();

    public Task Until(string name) => Of(name).Task.WaitAsync(TimeSpan.FromSeconds(20));

    private TaskCompletionSource Of(string name) =>
        signals.GetOrAdd(name, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}

public sealed class ScopedThing
{
    private static int made;

    public int Number { get; } = Interlocked.Increment(ref made);
}
