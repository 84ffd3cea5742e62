using Microsoft.AspNetCore.Http;
using Work.Embedded.Storage;

namespace Work.Embedded.Hosting.Http;

/// <summary>What a caller is told when a function failed because its data could not be kept or read: what it means for them, and whether to try again.</summary>
internal sealed record StoreProblem(int Status, string Title, string Detail, bool MayTryAgain)
{
    private const int NoSpace = 28;
    private const int TooBig = 27;
    private const int OverQuota = 122;
    private const int DiskFullOnWindows = unchecked((int)0x80070070);
    private const string RetrySeconds = "10";

    private static readonly StoreProblem Full = new(
        StatusCodes.Status507InsufficientStorage, "Disk full", "There is no room on the disk of the data directory: nothing of this request was stored. What was acknowledged before is safe. Try again when there is room.", true);

    private static readonly StoreProblem Damaged = new(
        StatusCodes.Status500InternalServerError, "Stored data is damaged", "What is stored cannot be read: the database is damaged. The host's log names the file; restore it from a backup.", false);

    private static readonly StoreProblem Unavailable = new(
        StatusCodes.Status503ServiceUnavailable, "Store unavailable", "The store cannot be reached just now. Try again; with the same Idempotency-Key, if the request has one.", true);

    /// <summary>The problem behind a failure, or null when it is another's.</summary>
    public static StoreProblem? Of(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case StoreException { IsDiskFull: true }:
                case IOException { HResult: NoSpace or TooBig or OverQuota or DiskFullOnWindows }:
                    return Full;
                case StoreException { IsCorruption: true }:
                    return Damaged;
                case StoreException:
                    return Unavailable;
            }
        }

        return null;
    }

    public Task WriteAsync(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        http.Response.Clear();
        if (MayTryAgain)
        {
            http.Response.Headers.RetryAfter = RetrySeconds;
        }

        return Problem.WriteBodyAsync(http, Status, Title, Detail);
    }
}
