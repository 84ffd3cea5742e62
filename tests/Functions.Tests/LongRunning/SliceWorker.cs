using System.Collections.Concurrent;
using System.Text.Json;
using Work.Functions.Workers;

namespace Work.Functions.Tests.LongRunning;

/// <summary>Where the slices of a test began, in order.</summary>
internal sealed class SliceJournal
{
    public ConcurrentQueue<int> Began { get; } = new();
}

/// <summary>Counts up to <c>of</c>, one for each slice, which lasts <c>each</c>; told to stop, it leaves a checkpoint where it is.</summary>
internal sealed class SliceWorker(SliceJournal journal) : IWorker
{
    public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
    {
        int done = context.Checkpoint?.GetProperty("done").GetInt32() ?? 0;
        int of = context.Input.GetProperty("of").GetInt32();
        journal.Began.Enqueue(done);
        try
        {
            await context.DelayAsync(TimeSpan.FromSeconds(context.Input.TryGetProperty("seconds", out JsonElement seconds) ? seconds.GetInt32() : 0), stop);
        }
        catch (OperationCanceledException)
        {
            return WorkResult.Continue(JsonSerializer.SerializeToElement(new { done = done + 1_000 }));
        }

        return done + 1 < of
            ? WorkResult.Continue(JsonSerializer.SerializeToElement(new { done = done + 1, fill = new string('x', context.Input.TryGetProperty("fill", out JsonElement fill) ? fill.GetInt32() : 0) }))
            : WorkResult.Success(JsonSerializer.SerializeToElement(new { counted = done + 1 }));
    }
}
