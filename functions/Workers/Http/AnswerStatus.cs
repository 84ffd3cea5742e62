using System.Net;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>What the status of an answer means for a work when it is not a success.</summary>
internal static class AnswerStatus
{
    // A least delay beyond this is a mistake of the other side, or a trap: the work would hang for years.
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(7);

    public static bool IsSuccess(HttpStatusCode status) => (int)status is >= 200 and < 300;

    /// <summary>A retry for what may pass, a failure for the rest.</summary>
    public static WorkResult Refusal(HttpResponseMessage answer, TimeProvider clock)
    {
        var status = (int)answer.StatusCode;
        var error = new WorkError(ErrorTypes.UnexpectedStatus, $"{answer.RequestMessage!.RequestUri!.Host} answered {status}{Reason(answer)}.");
        return status is 408 or 425 or 429 or >= 500 ? WorkResult.Retry(error, RetryAfter(answer, clock)) : WorkResult.Failure(error);
    }

    /// <summary>The least delay that the answer asks for; null when it asks for none. Never negative.</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage answer, TimeProvider clock)
    {
        // A date is measured on the clock that wrote it, when the answer says what that clock showed: ours may be wrong, or virtual.
        var asked = answer.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - (answer.Headers.Date ?? clock.GetUtcNow()),
            _ => (TimeSpan?)null,
        };
        return asked is { } wait ? TimeSpan.FromTicks(Math.Clamp(wait.Ticks, 0, LongestRetryAfter.Ticks)) : null;
    }

    private static string Reason(HttpResponseMessage answer) => string.IsNullOrEmpty(answer.ReasonPhrase) ? "" : $" {answer.ReasonPhrase}";
}
