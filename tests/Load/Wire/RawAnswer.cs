using System.Text;
using System.Text.Json;

namespace Load.Wire;

/// <summary>One answer as it came off the wire.</summary>
/// <param name="Status">The status code.</param>
/// <param name="Headers">Names and values, in order.</param>
/// <param name="Body">The body; of a stream of events nothing, since it has no end.</param>
/// <param name="IsStream">Whether the body is a stream of events, which was not read.</param>
internal sealed record RawAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body, bool IsStream)
{
    public string Text => Encoding.UTF8.GetString(Body);

    public bool ClosesConnection => string.Equals(Header("Connection"), "close", StringComparison.OrdinalIgnoreCase);

    /// <summary>The value of a header; null when it is not there.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => string.Equals(header.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Whether the body is problem+json of this status.</summary>
    public bool IsProblem()
    {
        if (Header("Content-Type")?.StartsWith("application/problem+json", StringComparison.Ordinal) != true)
        {
            return false;
        }

        try
        {
            JsonElement problem = JsonElement.Parse(Body);
            return problem.GetProperty("status").GetInt32() == Status
                && new[] { "type", "title", "detail", "traceId" }.All(name => problem.GetProperty(name).ValueKind == JsonValueKind.String);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
