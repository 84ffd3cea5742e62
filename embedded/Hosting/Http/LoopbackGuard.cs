using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Work.Embedded.Hosting.Http;

/// <summary>
/// On loopback no key is asked, so a web page open in a browser on this machine must not be able to call the host. Two ways lead there, and each
/// shows in a header that a page cannot forge: a request across origins carries another <c>Origin</c>, and a name that an attacker's DNS points at
/// loopback comes as <c>Host</c>. Where the app asks for a token there is nothing to guard: a page cannot add one.
/// </summary>
internal sealed class LoopbackGuard(IOptions<EmbeddedOptions> options, HostKeys keys)
{
    private readonly HashSet<string> allowed = new(options.Value.AllowedHosts, StringComparer.OrdinalIgnoreCase) { "localhost" };

    /// <summary>Whether the request comes from a program, or from a page of this host.</summary>
    public bool MayEnter(HttpRequest request) => keys.AreRequired || options.Value.AppChecksCallers || (IsOurs(request.Host.Host) && IsSameOrigin(request));

    private bool IsOurs(string host) =>
        allowed.Contains(host) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    // "null" is what a sandboxed page sends.
    private static bool IsSameOrigin(HttpRequest request) =>
        request.Headers.Origin.ToString() is var origin
        && (origin.Length == 0 || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));
}
