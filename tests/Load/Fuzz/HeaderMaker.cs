using System.Globalization;

namespace Load.Fuzz;

/// <summary>Writes header lines besides those that a request needs.</summary>
internal static class HeaderMaker
{
    private static readonly string[] OddLines =
    [
        "If-Match: ", "If-Match: *", "If-Match: \"1\"", "If-Match: \"1\", \"2\"", "If-Match: W/\"1\"", "If-Match: 1", "If-Match: \"", "If-Match: \"99999999999999999999\"", "If-Match: ,,,", "If-Match: \"1\"\r\nIf-Match: \"2\"",
        "Idempotency-Key: ", "Idempotency-Key: a", "Idempotency-Key: k\tk", "Idempotency-Key: \u00fc\u00ff", "Idempotency-Key: ..%2f..", "Idempotency-Key: @a@b", "Idempotency-Key: a\r\nIdempotency-Key: b",
        "Last-Event-ID: ", "Last-Event-ID: -1", "Last-Event-ID: 0", "Last-Event-ID: 99999999999999999999", "Last-Event-ID: 253402300799999", "Last-Event-ID: 253402300800000", "Last-Event-ID: 9223372036854775807", "Last-Event-ID: \u00e9",
        "Accept: text/event-stream", "Accept: image/png", "Accept: */*;q=x", "Accept: ", "Accept-Encoding: gzip, br, x;q=9", "Accept-Language: \u00ff", "Range: bytes=0-0", "Range: bytes=-1", "Range: bytes=99999999-", "Range: bytes=5-1,2-3,x", "If-Range: \"x\"", "If-None-Match: *", "If-Modified-Since: yesterday",
        "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "traceparent: 00-00000000000000000000000000000000-0000000000000000-00", "traceparent: zz", "tracestate: a=b,,=", "baggage: %00=%ff",
        "X-Forwarded-For: 1.2.3.4", "X-HTTP-Method-Override: DELETE", "x-functions-key: wrong", "Cookie: a=\"", "Authorization: Bearer x", "Upgrade: websocket", "Connection: upgrade, x", "Expect: 100-continue", "Expect: 200-maybe", "TE: trailers", "Trailer: X", "Via: \u00ff", "X-\u00e9: 1",
    ];

    private static readonly string[] Malformed = ["NoColon", ": empty", "Sp ace: 1", " folded: 1", "X: a\0b", "X\0: 1", "X: a\rb", "Host: other.example", "Content-Length: 5", "Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 1\r\nContent-Length: 2", "Content-Length: +1", "Content-Length: 0x10"];

    private static readonly string[] Types =
    [
        "application/json", "application/json; charset=utf-8", "application/json; charset=utf-16", "application/json; charset=\"", "text/plain", "application/xml", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "",
        "application/vnd.work-result+json", "a/b/c", "application/json, text/plain", "*/*", "\u00ff/\u00ff",
    ];

    /// <summary>The type of a body, perhaps a wrong one; none at all now and then.</summary>
    public static string? ContentType(Random chance, double oddity) => chance.NextDouble() >= oddity ? Types[0] : chance.Next(8) == 0 ? null : Types[chance.Next(Types.Length)];

    /// <summary>More lines.</summary>
    public static IEnumerable<string> Lines(Route route, Random chance, double oddity)
    {
        if (route.Method == "POST" && chance.Next(6) == 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"Idempotency-Key: key-{chance.Next(40)}");
        }

        while (chance.NextDouble() < oddity)
        {
            yield return OddLines[chance.Next(OddLines.Length)];
        }

        if (chance.NextDouble() < oddity / 10)
        {
            yield return chance.Next(3) switch
            {
                0 => $"X-Long: {new string('v', OddJson.Length(chance) % 40_000)}",
                1 => $"Idempotency-Key: {new string('k', OddJson.Length(chance) % 9_000)}",
                _ => string.Join("\r\n", Enumerable.Range(0, chance.Next(200)).Select(i => string.Create(CultureInfo.InvariantCulture, $"X-{i}: {i}"))),
            };
        }
    }

    /// <summary>A line that no request may have.</summary>
    public static string MalformedLine(Random chance) => Malformed[chance.Next(Malformed.Length)];
}
