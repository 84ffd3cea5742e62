using System.Text.Json;

namespace Work.Model;

/// <summary>
/// Upper bounds of how many characters values take when they are written as JSON, without writing them. The writer escapes all but
/// plain ASCII, so a character that takes one in a caller's JSON can take six in ours.
/// </summary>
internal static class JsonLength
{
    private const int Escaped = 6;

    /// <summary>A string with its quotes; null takes <c>null</c>.</summary>
    public static int Of(string? text) => text is null ? 4 : 2 + text.Sum(Of);

    /// <summary>A list of strings.</summary>
    public static int Of(IReadOnlyList<string> texts) => 2 + texts.Sum(text => 1 + Of(text));

    /// <summary>A value that is JSON already; null takes <c>null</c>. Its quotes stay as they are, unless a backslash makes them part of a text.</summary>
    public static int Of(JsonElement? json) => json is { } element
        ? element.GetRawText().Sum(c => c switch { '"' => 1, '\\' => Escaped - 1, _ => Of(c) })
        : 4;

    private static int Of(char c) => c is < ' ' or > '~' or '"' or '&' or '\'' or '+' or '<' or '>' or '\\' or '`' ? Escaped : 1;
}
