using System.Collections.ObjectModel;
using Work.Model;

namespace Work.Client;

/// <summary>The one exception of this client for what the host refuses or the way to it loses. What the host refused has stored nothing.</summary>
/// <param name="code">Why.</param>
/// <param name="message">What is wrong, in a sentence.</param>
/// <param name="cause">What led to it, if anything.</param>
public sealed class WorkException(WorkErrorCode code, string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Why, as a value to branch on.</summary>
    public WorkErrorCode Code { get; } = code;

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>
    /// What is wrong with each field, by its path in the body, such as <c>work[1].backoff.delay</c>; empty when no field is at fault.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Faults { get; init; } = ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty;

    /// <summary>The host's trace of the call; null when it gave none.</summary>
    public string? TraceId { get; init; }

    /// <summary>How long the host asked to wait before the next try; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Why a run outside the host was stopped; null where that is not what was refused.</summary>
    public StopReason? StopReason { get; init; }

    /// <summary>Whether the same request may well succeed later.</summary>
    public bool IsTransient => Code is WorkErrorCode.OverQuota or WorkErrorCode.Unavailable or WorkErrorCode.Unreachable;
}
