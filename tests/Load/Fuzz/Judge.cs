using Load.Wire;

namespace Load.Fuzz;

/// <summary>
/// What an answer to any request must be: no failure of the host, a problem where it is refused, and in time. 503 with Retry-After is the host's way to say
/// "later", and is no failure. What the web server refuses before the app sees it (a head that is no HTTP) has an empty body and ends the connection.
/// </summary>
internal static class Judge
{
    /// <summary>What is wrong with an answer; null is nothing. Null for an answer is an end of the connection without one.</summary>
    public static string? FaultOf(FuzzCase asked, RawAnswer? answer)
    {
        if (answer is null)
        {
            return asked.IsWhole ? "no answer" : null;
        }

        bool isOfServer = IsOfServer(answer);
        if (answer.Status >= 500)
        {
            return answer.Status == 503 && answer.IsProblem() ? null : isOfServer && !asked.IsWhole && answer.Status is 501 or 505 ? null : $"{answer.Status}: {answer.Text}";
        }

        if (answer.Status is < 200 or (>= 300 and < 400 and not 304))
        {
            return $"{answer.Status}, which the contract does not know";
        }

        return answer.Status < 400 || asked.IsHead || isOfServer || answer.IsProblem() ? null : $"{answer.Status} without a problem: '{answer.Text}'";
    }

    /// <summary>Whether the web server refused it, so that it never reached the app.</summary>
    public static bool IsOfServer(RawAnswer answer) =>
        answer.Status is 400 or 405 or 408 or 411 or 413 or 414 or 417 or 426 or 431 or 501 or 505 && answer.Body.Length == 0 && answer.ClosesConnection;
}
