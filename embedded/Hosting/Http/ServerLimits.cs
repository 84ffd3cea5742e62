using System.Globalization;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Work.Embedded.Hosting.Http;

/// <summary>What the web server itself bounds, before any function is asked.</summary>
internal static class ServerLimits
{
    // What the server takes off the wire, not what a function gets: see LimitedBody.
    private const int BodyDrainFactor = 2;
    private const int DefaultConnections = 10_000;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    public static void Set(KestrelServerLimits limits, EmbeddedOptions options)
    {
        limits.MaxRequestBodySize = BodyDrainFactor * options.MaxRequestBodyBytes;
        limits.MaxConcurrentConnections = options.MaxConnections ?? ConnectionsFor(OpenFiles());
        limits.MaxRequestHeadersTotalSize = options.MaxHeaderBytes;
        limits.RequestHeadersTimeout = options.HeadTimeout;
        limits.KeepAliveTimeout = options.IdleTimeout;
        var rate = options.MinDataRate > 0 ? new MinDataRate(options.MinDataRate, Grace) : null;
        limits.MinRequestBodyDataRate = rate;
        limits.MinResponseDataRate = rate;
    }

    /// <summary>How many connections are served where the process may have so many files open: the store and the workers need some too.</summary>
    public static int ConnectionsFor(long openFiles) => (int)Math.Clamp(openFiles / 2, 1, DefaultConnections);

    // Of Linux alone; elsewhere the limit is high, or none.
    private static long OpenFiles()
    {
        const string limits = "/proc/self/limits";
        const string name = "Max open files";
        var line = File.Exists(limits) ? File.ReadLines(limits).FirstOrDefault(one => one.StartsWith(name, StringComparison.Ordinal)) : null;
        var soft = line?[name.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(soft, CultureInfo.InvariantCulture, out var most) ? most : long.MaxValue;
    }
}
