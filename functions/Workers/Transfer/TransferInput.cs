using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Work.Functions.Workers;

/// <summary>The input of the worker <c>transfer</c>, read and checked. Either <see cref="To"/> or <see cref="From"/> is given.</summary>
internal sealed record TransferInput(
    Uri Url, string? To, string? From, HttpMethod Method, string? Sha256, IReadOnlyList<KeyValuePair<string, string>> Headers)
{
    /// <summary>Names the source without telling it: an address may carry a secret, and this is stored.</summary>
    public string SourceName => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Url.AbsoluteUri)));

    /// <summary>Reads it; null with a failure when anything is wrong.</summary>
    public static TransferInput? Read(JsonElement input, out WorkResult? failure)
    {
        var reader = new InputReader(input);
        var url = reader.Url("url");
        var to = reader.FileName("to");
        var from = reader.FileName("from");
        if (reader.Has("to") == reader.Has("from"))
        {
            reader.Fault("one of 'to' (to fetch into that file) and 'from' (to send that file) must be given, and not both");
        }

        var method = reader.Text("method")?.ToUpperInvariant();
        if (method is not null && (reader.Has("from") ? method is not ("PUT" or "POST") : method is not "GET"))
        {
            reader.Fault("'method' must be GET with 'to', and PUT or POST with 'from'");
        }

        var sha256 = ReadHash(reader, to ?? from);
        var headers = reader.Headers("headers");
        failure = reader.Failure;
        return failure is null ? new TransferInput(url!, to, from, new HttpMethod(method ?? (from is null ? "GET" : "PUT")), sha256, headers) : null;
    }

    // A prerequisite's output carries the hash of its own file, and says which file that is: not the hash to expect here.
    private static string? ReadHash(InputReader reader, string? name)
    {
        if (reader.Raw("file") is { } file && !(file.ValueKind == JsonValueKind.String && file.ValueEquals(name)))
        {
            return null;
        }

        var hash = reader.Text("sha256");
        if (hash is not null && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
        {
            reader.Fault("'sha256' must be 64 hexadecimal digits");
        }

        return hash?.ToLowerInvariant();
    }
}
