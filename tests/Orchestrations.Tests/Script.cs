using System.Collections.Concurrent;
using Work.Embedded.Engine;
using Work.Model;

namespace Orchestrations.Tests;

/// <summary>
/// What the workers of a test do: by default each run succeeds. A run that is held stays out until the test lets it go; meanwhile it
/// does not count as busy, since nothing of it can move by itself.
/// </summary>
internal sealed class Script
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<RunEnd?>> _held = new();

    /// <summary>What a run does that is not held.</summary>
    public Func<RunRequest, RunOutcome> Play { get; set; } = Given.Succeeds;

    /// <summary>All deliveries of runs, in the order in which they began.</summary>
    public ConcurrentQueue<(RunRequest Run, int Redeliveries)> Deliveries { get; } = new();

    /// <summary>The runs as "id#attempt".</summary>
    public IEnumerable<string> Runs => Deliveries.Select(delivery => $"{delivery.Run.Work.Id}#{delivery.Run.Attempt}");

    /// <summary>When the runs of a work were handed out, in seconds since the start.</summary>
    public IEnumerable<double> Seconds(string id) =>
        Deliveries.Where(delivery => delivery.Run.Work.Id == id).Select(delivery => (delivery.Run.HandedOutAt - Given.Start).TotalSeconds);

    /// <summary>Keeps the next runs of a work out.</summary>
    public void Hold(string id) => _held[id] = new TaskCompletionSource<RunEnd?>(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets a held run come back; null is as the play says.</summary>
    public void Release(string id, BusyCount busy, RunEnd? end = null)
    {
        busy.Enter();
        _held.TryRemove(id, out var held);
        held!.SetResult(end);
    }

    /// <summary>Lets a held run come back, and keeps the next one out.</summary>
    public void ReleaseAndHold(string id, BusyCount busy)
    {
        busy.Enter();
        var held = _held[id];
        Hold(id);
        held.SetResult(null);
    }

    /// <summary>Holds nothing any more; what was out when its process died stays out.</summary>
    public void HoldNothing() => _held.Clear();

    public async Task<RunOutcome> RunAsync(RunRequest run, ActivityInvocation invocation, BusyCount busy, CancellationToken stop)
    {
        Deliveries.Enqueue((run, invocation.Redeliveries));
        if (invocation.Redeliveries > 0)
        {
            return Given.Ends(run, RunEnd.Lost);
        }

        if (!_held.TryGetValue(run.Work.Id, out var held))
        {
            return Play(run);
        }

        busy.Exit();
        try
        {
            return await held.Task.WaitAsync(stop) is { } end ? Given.Ends(run, end) : Play(run);
        }
        catch (OperationCanceledException)
        {
            busy.Enter();
            throw;
        }
    }
}
