using System.Text.Json;

namespace Work.Model;

/// <summary>Texts of a JSON document that may hold escapes which are no Unicode, such as a lone surrogate: reading those throws.</summary>
public static class JsonText
{
    private const int MostQuoted = 100;

    /// <summary>The text of a string value, or null when it is not well-formed.</summary>
    public static string? Of(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A property's name, or null when it is not well-formed.</summary>
    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The number of Unicode characters, so that one beyond the basic plane counts once.</summary>
    public static int CharactersIn(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
        {
            count++;
        }

        return count;
    }

    /// <summary>The text as a message may quote it: cut when it is long.</summary>
    public static string Quoted(string text) => text.Length <= MostQuoted
        ? text
        : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MostQuoted - 1]) ? MostQuoted - 1 : MostQuoted), "...");
}
