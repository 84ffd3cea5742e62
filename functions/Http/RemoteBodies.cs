using Microsoft.AspNetCore.Http;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>The answer to a sign of life.</summary>
/// <param name="LeaseUntil">When the work goes back unless the lease is renewed again; of a callback, when the run takes too long, null is never.</param>
internal sealed record HeartbeatAnswer(DateTimeOffset? LeaseUntil);

/// <summary>The answer to the end of a run.</summary>
/// <param name="Accepted">Always true: what does not count is a problem.</param>
internal sealed record EndAnswer(bool Accepted);

/// <summary>Reads what is said of runs outside the process.</summary>
internal static class RemoteBodies
{
    /// <summary>How a run ended.</summary>
    internal static async Task<ResultRequest> ResultAsync(HttpRequest request, WorkLimits limits) =>
        RemoteReader.TryReadResult(await Bodies.ReadAsync(request, limits), limits, out ResultRequest? said, out RejectedReading? rejected)
            ? said : throw new RefusedException(Refusals.Of(rejected.Status, rejected.Faults));

    /// <summary>A sign of life; no body at all is one too.</summary>
    internal static async Task<HeartbeatRequest> HeartbeatAsync(HttpRequest request, WorkLimits limits, bool isLease)
    {
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, limits);
        return RemoteReader.TryReadHeartbeat(body.IsEmpty ? "{}"u8.ToArray() : body, limits, isLease, out HeartbeatRequest? said, out RejectedReading? rejected)
            ? said : throw new RefusedException(Refusals.Of(rejected.Status, rejected.Faults));
    }
}
