namespace Work.Functions.Workers;

/// <summary>Which headers a work's input may set on a call.</summary>
internal static class RequestHeaders
{
    private const string NameMarks = "!#$%&'*+-.^_`|~";

    // Those that frame the message or belong to one connection are the client's own; the rest open the doors of platforms' identity services.
    private static readonly HashSet<string> Refused = new(
        [
            "Host", "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "TE", "Trailer",
            "Upgrade", "Expect", "HTTP2-Settings", "Range", "If-Range", "Accept-Encoding",
            "Metadata", "Metadata-Flavor", "X-Google-Metadata-Request", "X-IDENTITY-HEADER", "Secret", "X-MSI-Secret",
            "X-aws-ec2-metadata-token", "X-aws-ec2-metadata-token-ttl-seconds", "X-ms-container-authorization",
        ],
        StringComparer.OrdinalIgnoreCase);

    // What another origin may see after a redirect: nothing that could be a secret.
    private static readonly HashSet<string> SafeAcrossOrigins = new(["Accept", "Accept-Language", "User-Agent"], StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with a header; null when nothing is.</summary>
    public static string? Fault(string name, string value)
    {
        if (name.Length == 0 || !name.All(character => char.IsAsciiLetterOrDigit(character) || NameMarks.Contains(character, StringComparison.Ordinal)))
        {
            return "is no header name";
        }

        if (Refused.Contains(name))
        {
            return "must not be set by an input";
        }

        return value.Any(character => character is not '\t' and (< ' ' or > '~')) ? "must have a value of printable ASCII characters" : null;
    }

    /// <summary>Puts the headers on a request, those of the content on its content.</summary>
    /// <param name="request">The request, with its content.</param>
    /// <param name="headers">The headers, checked.</param>
    /// <param name="sameOrigin">False after a redirect to another origin.</param>
    public static void Apply(HttpRequestMessage request, IReadOnlyList<KeyValuePair<string, string>> headers, bool sameOrigin = true)
    {
        foreach (var (name, value) in headers.Where(header => sameOrigin || SafeAcrossOrigins.Contains(header.Key)))
        {
            if (request.Headers.TryAddWithoutValidation(name, value) || request.Content is null)
            {
                continue;
            }

            request.Content.Headers.Remove(name);
            request.Content.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
