using System.Text.Json;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>One run of one work, as its worker sees it.</summary>
public abstract class WorkContext
{
    /// <summary>The work's id. The same in every attempt, so it can serve as an idempotency key.</summary>
    public abstract string WorkId { get; }

    /// <summary>The name under which the worker is registered.</summary>
    public abstract string Worker { get; }

    /// <summary>The attempts before this one: 0 on the first run.</summary>
    public abstract int RunAttemptCount { get; }

    /// <summary>The input, merged with the outputs of the prerequisites: always a JSON object.</summary>
    public abstract JsonElement Input { get; }

    /// <summary>The work's tags, the worker's name among them.</summary>
    public abstract IReadOnlyList<string> Tags { get; }

    /// <summary>The content whose change let this run start, for work with content triggers; empty for other work, and when too much has changed to be named.</summary>
    public virtual IReadOnlyList<string> TriggeredContentUris => [];

    /// <summary>How often the work was updated since it was enqueued: 0 when never.</summary>
    public abstract int Generation { get; }

    /// <summary>When the run is stopped with <see cref="Model.StopReason.Timeout"/>; null when it has no timeout.</summary>
    public abstract DateTimeOffset? Deadline { get; }

    /// <summary>The host's clock. In testing mode it stands still until it is moved.</summary>
    public abstract TimeProvider Clock { get; }

    /// <summary>Why this run is being stopped; <see cref="Model.StopReason.NotStopped"/> until then.</summary>
    public abstract StopReason StopReason { get; }

    /// <summary>
    /// The address by which somebody outside the process ends this run, after <see cref="WorkResult.AwaitCallback"/> or before; null when the host has none.
    /// Whoever has it can end this run and nothing else.
    /// </summary>
    public virtual Task<Uri?> GetCallbackAsync(CancellationToken cancellation = default) => Task.FromResult<Uri?>(null);

    /// <summary>Where the work left off, as a <see cref="WorkResult.Continue"/> of an earlier run said; null at the beginning.</summary>
    public virtual JsonElement? Checkpoint => null;

    /// <summary>Shows a status to people while the run lasts: with the work, and on its stream of events. It is gone when the run ends. Counts as a heartbeat.</summary>
    /// <param name="status">A JSON object; each call with another one is stored, so call it when what a person sees changes.</param>
    /// <param name="cancellation">Ends the call, not the run.</param>
    /// <exception cref="ArgumentException">It is no JSON object, or larger than the work may store.</exception>
    public virtual Task SetForegroundAsync(JsonElement status, CancellationToken cancellation = default) => Task.CompletedTask;

    /// <summary>Keeps a long-running run from counting as silent while something goes on that has limits of its own; dispose it after that.</summary>
    internal virtual IDisposable? KeepAlive() => null;

    /// <summary>Makes the value readable as the work's progress. Only the latest is kept; reports may be merged on the way. Counts as a heartbeat.</summary>
    /// <param name="progress">A JSON object.</param>
    /// <param name="cancellation">Ends the call, not the run.</param>
    /// <exception cref="ArgumentException">It is no JSON object, or larger than the work may store.</exception>
    public abstract Task ReportProgressAsync(JsonElement progress, CancellationToken cancellation = default);

    /// <summary>Says that the run is alive, which a long-running one must do again and again. Cheap: call it as often as is handy.</summary>
    public abstract Task HeartbeatAsync(CancellationToken cancellation = default);

    /// <summary>
    /// Waits on <see cref="Clock"/>. Use it in place of <see cref="Task.Delay(TimeSpan, CancellationToken)"/>: only so does testing mode
    /// know that the run waits for the clock, and counts it as idle.
    /// </summary>
    /// <param name="delay">How long; zero or less does not wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The token fired before the time was over.</exception>
    public abstract Task DelayAsync(TimeSpan delay, CancellationToken cancellation = default);
}
