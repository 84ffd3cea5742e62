using Azure;
using Azure.Identity;

namespace Work.Functions.Files.Blobs;

/// <summary>What the faults of the blob service mean to those who know of files only. Messages name no account: they are shown to callers.</summary>
internal static class BlobFaults
{
    private static readonly string[] OfNames = ["InvalidUri", "InvalidResourceName", "OutOfRangeInput"];

    /// <summary>Carries a call out.</summary>
    /// <exception cref="FileRefusedException">The service will not take the name.</exception>
    /// <exception cref="FileStoreUnavailableException">The service could not be reached, or did not do it.</exception>
    public static async Task<T> GuardAsync<T>(string name, Func<Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            return await call();
        }
        catch (Exception fault) when (Translated(name, fault, cancellation) is not null)
        {
            throw Translated(name, fault, cancellation)!;
        }
    }

    /// <summary>Whether there is no such blob, or no container that it could be in.</summary>
    public static bool IsMissing(RequestFailedException fault) => fault.Status == 404;

    /// <summary>Whether the blob is not as its writer left it.</summary>
    public static bool IsConflict(RequestFailedException fault) => fault.Status is 409 or 412;

    /// <summary>The fault as a reader or writer of files knows it; null when it is none of the service's.</summary>
    public static IOException? Translated(string name, Exception fault, CancellationToken cancellation) => fault switch
    {
        RequestFailedException { Status: 400 } refused when OfNames.Contains(refused.ErrorCode) =>
            new FileRefusedException($"The file name '{name}' is none that the blob store takes ({refused.ErrorCode}).", refused),
        RequestFailedException { Status: 0 } unreached => new FileStoreUnavailableException($"The blob store could not be reached for '{name}'.", unreached),
        RequestFailedException failed => new FileStoreUnavailableException($"The blob store did not serve '{name}' ({failed.Status} {failed.ErrorCode}).", failed),
        AuthenticationFailedException denied => new FileStoreUnavailableException($"The blob store could not be signed in to for '{name}'.", denied),
        AggregateException { InnerExceptions: [.., var last] } => Translated(name, last, cancellation),
        OperationCanceledException slow when !cancellation.IsCancellationRequested => new FileStoreUnavailableException($"The blob store did not answer in time for '{name}'.", slow),
        _ => null,
    };
}
