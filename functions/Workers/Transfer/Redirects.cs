namespace Work.Functions.Workers;

/// <summary>
/// Follows redirects by hand. Each hop is a call of its own that the guard checks; once the origin has changed, what could be a secret stays behind
/// for good, and https is never left.
/// </summary>
internal static class Redirects
{
    /// <summary>The most redirects that are followed.</summary>
    public const int Most = 5;

    /// <summary>Sends a request, and sends it again to wherever the answers point.</summary>
    /// <param name="http">The way out.</param>
    /// <param name="url">The first address.</param>
    /// <param name="make">Makes the request for an address; told whether it is still the origin of the first.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="RedirectRefusedException">There are too many, or one must not be followed.</exception>
    public static async Task<HttpResponseMessage> SendAsync(
        GuardedHttp http, Uri url, Func<Uri, bool, Task<HttpRequestMessage>> make, CancellationToken stop)
    {
        var sameOrigin = true;
        for (var hop = 0; ; hop++)
        {
            using var request = await make(url, sameOrigin);
            var answer = await http.SendAsync(request, stop);
            if ((int)answer.StatusCode is not (301 or 302 or 303 or 307 or 308) || answer.Headers.Location is not { } location)
            {
                return answer;
            }

            answer.Dispose();
            var next = new Uri(url, location);
            if (Fault(hop, url, next, (int)answer.StatusCode, request.Method) is { } fault)
            {
                throw new RedirectRefusedException($"{url.Host} redirects to {next.Host}, which is not followed: {fault}.");
            }

            sameOrigin &= (next.Scheme, next.IdnHost, next.Port) == (url.Scheme, url.IdnHost, url.Port);
            url = next;
        }
    }

    private static string? Fault(int hop, Uri url, Uri next, int status, HttpMethod method) =>
        hop == Most ? $"{Most} redirects are the most"
        : next.Scheme is not ("http" or "https") ? "it is neither http nor https"
        : url.Scheme == "https" && next.Scheme == "http" ? "it leaves https"
        : next.UserInfo.Length > 0 ? "it carries a user name or password"
        : method != HttpMethod.Get && status is not (307 or 308) ? $"{status} would change the method {method}"
        : null;
}
