using System.Text.Json;
using System.Text.Unicode;

namespace Work.Model;

/// <summary>From bytes to a JSON document, or to the one fault that says why not.</summary>
internal static class BodyParser
{
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body, BodyReading reading)
    {
        if (body.Length > reading.Limits.MaxBodyBytes)
        {
            reading.Faults.TooLarge("$", $"must be at most {reading.Limits.MaxBodyBytes} bytes");
            return null;
        }

        if (!Utf8.IsValid(body.Span))
        {
            reading.Faults.Invalid("$", "must be UTF-8");
            return null;
        }

        try
        {
            return JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = reading.Limits.MaxJsonDepth });
        }
        catch (JsonException e)
        {
            var where = $"line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}";
            reading.Faults.Invalid("$", IsTooDeep(body.Span, reading.Limits.MaxJsonDepth)
                ? $"must not be nested deeper than {reading.Limits.MaxJsonDepth} levels, at {where}"
                : $"malformed JSON at {where}");
            return null;
        }
    }

    // The parser's exception does not say which of the two it was; a second look at a refused body does.
    private static bool IsTooDeep(ReadOnlySpan<byte> body, int most)
    {
        var json = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = most + 1 });
        try
        {
            while (json.Read())
            {
                if (json.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && json.CurrentDepth >= most)
                {
                    return true;
                }
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return false;
    }
}
