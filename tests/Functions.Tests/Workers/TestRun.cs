using System.Collections.Concurrent;
using System.Text.Json;
using Work.Functions.Workers;
using Work.Model;

namespace Work.Functions.Tests.Workers;

/// <summary>A run of a worker on a clock that moves only when the worker waits, or by a step each time it is looked at.</summary>
internal sealed class TestRun(object? input = null, int earlierAttempts = 0) : WorkContext
{
    private readonly StepClock _clock = new();

    public ConcurrentQueue<JsonElement> Progress { get; } = new();

    public List<TimeSpan> Delays { get; } = [];

    public Action<JsonElement>? OnProgress { get; init; }

    public TimeSpan ClockStep { init => _clock.Step = value; }

    public override string WorkId => "work-1";

    public override string Worker => "tested";

    public override int RunAttemptCount => earlierAttempts;

    public override JsonElement Input { get; } = JsonSerializer.SerializeToElement(input ?? new { });

    public override IReadOnlyList<string> Tags => ["a", "tested"];

    public override int Generation => 0;

    public override DateTimeOffset? Deadline => new DateTimeOffset(2030, 1, 1, 0, 10, 0, TimeSpan.Zero);

    public override TimeProvider Clock => _clock;

    public override StopReason StopReason => StopReason.NotStopped;

    public override Task ReportProgressAsync(JsonElement progress, CancellationToken cancellation = default)
    {
        Progress.Enqueue(progress);
        OnProgress?.Invoke(progress);
        return Task.CompletedTask;
    }

    public override Task HeartbeatAsync(CancellationToken cancellation = default) => Task.CompletedTask;

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        Delays.Add(delay);
        _clock.Now += delay;
        return Task.CompletedTask;
    }

    private sealed class StepClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public TimeSpan Step { get; set; }

        public override DateTimeOffset GetUtcNow() => Now += Step;
    }
}
