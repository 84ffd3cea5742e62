using System.Text.Json;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>How a run ended: <see cref="WorkSuccess"/>, <see cref="WorkFailure"/>, <see cref="WorkRetry"/>, <see cref="WorkContinue"/> or <see cref="WorkAwaitsCallback"/>, and nothing else.</summary>
public abstract record WorkResult
{
    private protected WorkResult()
    {
    }

    /// <summary>The work is done.</summary>
    /// <param name="output">A JSON object for the dependents and for readers; null is no output.</param>
    public static WorkResult Success(JsonElement? output = null) => new WorkSuccess(output);

    /// <summary>The work cannot be done: it fails, and with it what depends on it. Never tried again.</summary>
    /// <param name="error">Why; null when the worker gives no reason.</param>
    /// <param name="output">A JSON object for readers; null is no output.</param>
    public static WorkResult Failure(WorkError? error = null, JsonElement? output = null) => new WorkFailure(error, output);

    /// <summary>Not this time: the work is tried again after its backoff, as long as attempts are left.</summary>
    /// <param name="error">Why; null when the worker gives no reason.</param>
    /// <param name="atLeast">The least delay before the next attempt, counted from now; null or less than the backoff changes nothing.</param>
    public static WorkResult Retry(WorkError? error = null, TimeSpan? atLeast = null) => new WorkRetry(error, atLeast);

    /// <summary>
    /// Goes on at once from a checkpoint, with a fresh run of the same attempt: so a work outlives any limit of a single call. A run that is told to stop
    /// may end so as well, within the grace that a stop leaves: then the work goes on from there when it runs again.
    /// </summary>
    /// <param name="checkpoint">A JSON object: what <see cref="WorkContext.Checkpoint"/> is from then on, until the work is finished. No larger than an output.</param>
    public static WorkResult Continue(JsonElement checkpoint) => new WorkContinue(checkpoint);

    /// <summary>The run goes on outside the process: it stays running, and takes no place here, until somebody ends it by its callback or its timeout is over.</summary>
    public static WorkResult AwaitCallback() => new WorkAwaitsCallback();
}

/// <summary>The run goes on outside the process.</summary>
public sealed record WorkAwaitsCallback : WorkResult;

/// <summary>The work goes on from a checkpoint.</summary>
/// <param name="Checkpoint">A JSON object.</param>
public sealed record WorkContinue(JsonElement Checkpoint) : WorkResult;

/// <summary>The work is done.</summary>
/// <param name="Output">A JSON object, or null for no output.</param>
public sealed record WorkSuccess(JsonElement? Output) : WorkResult;

/// <summary>The work cannot be done.</summary>
/// <param name="Error">Why, or null.</param>
/// <param name="Output">A JSON object, or null for no output.</param>
public sealed record WorkFailure(WorkError? Error, JsonElement? Output) : WorkResult;

/// <summary>The work is to be tried again.</summary>
/// <param name="Error">Why, or null.</param>
/// <param name="AtLeast">The least delay before the next attempt, or null.</param>
public sealed record WorkRetry(WorkError? Error, TimeSpan? AtLeast) : WorkResult;
