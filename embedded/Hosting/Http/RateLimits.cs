using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace Work.Embedded.Hosting.Http;

/// <summary>
/// How many requests a second are served, of each caller and of all: buckets of tokens, which hold one second's worth. A caller is an address: a header could
/// be made up anew for each request. Who has not called for a while is forgotten.
/// </summary>
internal static class RateLimits
{
    private const int RefillsPerSecond = 10;
    private const int NetworkBytes = 8;

    /// <summary>Whether anything is limited.</summary>
    public static bool AreSet(EmbeddedOptions options) => options.RequestsPerSecond > 0 || options.RequestsPerSecondOfCaller > 0;

    public static void Set(RateLimiterOptions limiter, EmbeddedOptions options)
    {
        limiter.OnRejected = async (rejected, _) => await RefuseAsync(rejected);
        // The caller's own limit first: what it refuses takes nothing from the others.
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            PartitionedRateLimiter.Create<HttpContext, IPAddress>(http => Bucket(CallerOf(http), options.RequestsPerSecondOfCaller)),
            PartitionedRateLimiter.Create<HttpContext, IPAddress>(_ => Bucket(IPAddress.None, options.RequestsPerSecond)));
    }

    /// <summary>Who calls; of IPv6 the network, since each may have all addresses of one.</summary>
    public static IPAddress CallerOf(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress ?? IPAddress.None;
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(NetworkBytes).Clear();
        return new IPAddress(bytes);
    }

    private static RateLimitPartition<IPAddress> Bucket(IPAddress caller, int perSecond) => perSecond <= 0
        ? RateLimitPartition.GetNoLimiter(caller)
        : RateLimitPartition.GetTokenBucketLimiter(caller, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond,
            TokensPerPeriod = Math.Max(1, perSecond / RefillsPerSecond),
            ReplenishmentPeriod = TimeSpan.FromSeconds(Math.Max(1, perSecond / RefillsPerSecond) / (double)perSecond),
            AutoReplenishment = true,
            QueueLimit = 0,
        });

    private static Task RefuseAsync(OnRejectedContext rejected)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var said) ? said : TimeSpan.Zero;
        rejected.HttpContext.Response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problem.WriteBodyAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, "Too many requests", "More requests came within a second than are served; try again.");
    }
}
