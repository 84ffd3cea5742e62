using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Work.Model;

/// <summary>
/// Upper bounds of how many characters values take when they are written as JSON, without writing them. The writer escapes all but
/// plain ASCII, so a character that takes one in a caller's JSON can take six in ours.
/// </summary>
internal static class JsonLength
{
    private const int Null = 4;
    private const int Escape = 5;
    private const int EscapeOfAByte = 2;
    private const string Special = "\"&'+<>\\`";

    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Printable.Except(Special)]);
    private static readonly SearchValues<byte> PlainInJson = SearchValues.Create([.. Printable.Except(Special).Append('"').Select(c => (byte)c)]);

    private static IEnumerable<char> Printable => Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c);

    /// <summary>A string with its quotes; null takes <c>null</c>.</summary>
    public static int Of(string? text)
    {
        if (text is null)
        {
            return Null;
        }

        int length = text.Length + "\"\"".Length;
        ReadOnlySpan<char> rest = text;
        for (int at = rest.IndexOfAnyExcept(Plain); at >= 0; at = rest.IndexOfAnyExcept(Plain))
        {
            length += Escape;
            rest = rest[(at + 1)..];
        }

        return length;
    }

    /// <summary>A list of strings.</summary>
    public static int Of(IReadOnlyList<string> texts) => "[]".Length + texts.Sum(text => ",".Length + Of(text));

    /// <summary>A value that is JSON already; null takes <c>null</c>. Its quotes stay as they are, unless a backslash makes them part of a text.</summary>
    public static int Of(JsonElement? json)
    {
        if (json is not { } element)
        {
            return Null;
        }

        // A character beyond ASCII has two bytes or more for the six or twelve characters of its escape.
        ReadOnlySpan<byte> rest = JsonMarshal.GetRawUtf8Value(element);
        int length = rest.Length;
        for (int at = rest.IndexOfAnyExcept(PlainInJson); at >= 0; at = rest.IndexOfAnyExcept(PlainInJson))
        {
            length += rest[at] < 0x80 ? Escape : EscapeOfAByte;
            rest = rest[(at + 1)..];
        }

        return length;
    }
}
