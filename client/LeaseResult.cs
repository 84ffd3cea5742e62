using System.Text.Json;
using Work.Model;

namespace Work.Client;

/// <summary>How the run of a lease ended.</summary>
public sealed class LeaseResult
{
    private LeaseResult(ResultRequest request) => Request = request;

    internal ResultRequest Request { get; }

    /// <summary>The work is done.</summary>
    /// <param name="output">A JSON object for the dependents and for readers, names in camelCase; null is no output.</param>
    public static LeaseResult Success(object? output = null) => new(new ResultRequest(AttemptResult.Success, Json(output), null, null));

    /// <summary>The work cannot be done: it fails, and with it what depends on it. Never tried again.</summary>
    /// <param name="error">Why; null gives no reason.</param>
    /// <param name="output">A JSON object for readers; null is no output.</param>
    public static LeaseResult Failure(WorkError? error = null, object? output = null) => new(new ResultRequest(AttemptResult.Failure, Json(output), Of(error), null));

    /// <summary>Not this time: the work is tried again after its backoff, as long as attempts are left.</summary>
    /// <param name="error">Why; null gives no reason.</param>
    /// <param name="atLeast">The least delay before the next attempt; null or less than the backoff changes nothing.</param>
    public static LeaseResult Retry(WorkError? error = null, TimeSpan? atLeast = null) => new(new ResultRequest(AttemptResult.Retry, null, Of(error), atLeast));

    internal static JsonElement? Json(object? value) => value is null ? null : JsonSerializer.SerializeToElement(value, WorkJson.Options);

    private static ResultError? Of(WorkError? error) => error is null ? null : new ResultError(error.Type, error.Message);
}
