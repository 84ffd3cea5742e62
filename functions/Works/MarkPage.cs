using System.Text.Json;

namespace Work.Functions.Works;

/// <summary>
/// Where a list that is read from several places at once stands: the backend's page in each of them; null is the first. As a text it takes the place
/// of a page of the backend's own, and can be told from one.
/// </summary>
internal sealed record MarkPage(IReadOnlyList<string?> Tokens)
{
    private const string Beginning = "marks:";

    // A cursor travels in the line of a request.
    private const int MostCharacters = 3_000;

    /// <summary>Whether a text is such a page, and not one of the backend's own.</summary>
    internal static bool IsOne(string? text) => text?.StartsWith(Beginning, StringComparison.Ordinal) == true;

    /// <summary>Reads a text; what is none of ours, or of a list of other places, begins at the first pages.</summary>
    internal static MarkPage Parse(string? text, int places)
    {
        try
        {
            if (IsOne(text) && JsonSerializer.Deserialize<string?[]>(text![Beginning.Length..]) is { } tokens && tokens.Length == places)
            {
                return new MarkPage(tokens);
            }
        }
        catch (JsonException)
        {
            // Somebody has made it up: the place in the list that the cursor says is found from the beginning, too.
        }

        return new MarkPage(new string?[places]);
    }

    /// <summary>The text; null where everything is on its first page, or where it would be too long, and the list is read from the beginning.</summary>
    internal string? ToText()
    {
        if (Tokens.All(token => token is null))
        {
            return null;
        }

        string text = Beginning + JsonSerializer.Serialize(Tokens);
        return text.Length <= MostCharacters ? text : null;
    }
}
