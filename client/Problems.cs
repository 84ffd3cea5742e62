using System.Collections.ObjectModel;
using System.Net.Http.Headers;
using System.Text.Json;
using Work.Model;

namespace Work.Client;

/// <summary>
/// Turns an answer that is no success into an exception. Whatever stands between client and host may answer in other words: the status
/// decides.
/// </summary>
internal static class Problems
{
    internal static WorkException Of(HttpResponseMessage response, byte[] body, DateTimeOffset now)
    {
        int status = (int)response.StatusCode;
        return Of(status, Read(body), $"The host answered {status} {response.ReasonPhrase}.", DelayOf(response.Headers.RetryAfter, now));
    }

    internal static WorkException Of(int status, Problem? problem, string otherwise, TimeSpan? retryAfter = null) =>
        new(CodeOf(status), MessageOf(problem) ?? otherwise)
        {
            Status = status,
            Faults = FaultsOf(problem),
            TraceId = problem?.TraceId,
            StopReason = problem?.StopReason,
            RetryAfter = retryAfter,
        };

    // With the faults, since the message is all that most logs show.
    private static string? MessageOf(Problem? problem) => (problem?.Detail ?? problem?.Title) is not { } said ? null
        : string.Join(' ', [said, .. FaultsOf(problem).Select(fault => $"{fault.Key}: {string.Join("; ", fault.Value)}.")]);

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> FaultsOf(Problem? problem) =>
        problem?.Errors ?? ReadOnlyDictionary<string, IReadOnlyList<string>>.Empty;

    private static WorkErrorCode CodeOf(int status) => status switch
    {
        400 => WorkErrorCode.Invalid,
        401 or 403 => WorkErrorCode.Unauthorized,
        404 => WorkErrorCode.NotFound,
        409 => WorkErrorCode.Conflict,
        412 => WorkErrorCode.Stale,
        413 => WorkErrorCode.TooLarge,
        422 => WorkErrorCode.Impossible,
        429 => WorkErrorCode.OverQuota,
        502 or 503 or 504 => WorkErrorCode.Unavailable,
        _ => WorkErrorCode.Unexpected,
    };

    private static Problem? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<Problem>(body, WorkJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static TimeSpan? DelayOf(RetryConditionHeaderValue? after, DateTimeOffset now) => after switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > now ? date - now : TimeSpan.Zero,
        _ => null,
    };

    /// <summary>A problem as the host writes it.</summary>
    internal sealed record Problem(string? Title, string? Detail, string? TraceId, StopReason? StopReason, IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors);
}
