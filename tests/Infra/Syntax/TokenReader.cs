namespace Infra.Tests.Syntax;

/// <summary>Finds groups, objects and their properties in tokens.</summary>
internal static class TokenReader
{
    /// <summary>What stands between the bracket at a place and the one that closes it.</summary>
    public static IReadOnlyList<Token> Group(IReadOnlyList<Token> tokens, int open) => [.. tokens.Skip(open + 1).Take(End(tokens, open) - open - 1)];

    /// <summary>The properties of the object that the tokens begin with; none when they begin with something else.</summary>
    public static IReadOnlyList<Property> Properties(IReadOnlyList<Token> tokens)
    {
        List<Property> properties = [];
        IReadOnlyList<Token> inside = tokens is [var first, ..] && first.IsSymbol("{") ? Group(tokens, 0) : [];
        for (var i = 0; i < inside.Count; i++)
        {
            if (i + 1 < inside.Count && inside[i].Kind is TokenKind.Identifier or TokenKind.Text && inside[i + 1].IsSymbol(":"))
            {
                List<Token> value = Expression(inside, i + 2);
                properties.Add(new(inside[i].Value, inside[i].Line, value));
                i += 1 + value.Count;
            }
            else if (inside[i].Opens)
            {
                i = End(inside, i);
            }
        }

        return properties;
    }

    /// <summary>All properties at any depth, those of objects in lists and in strings among them.</summary>
    public static IEnumerable<Property> AllProperties(IReadOnlyList<Token> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].IsSymbol("{"))
            {
                continue;
            }

            foreach (Property property in Properties([.. tokens.Skip(i)]))
            {
                yield return property;
            }
        }
    }

    /// <summary>The tokens as they would be written, without spaces.</summary>
    public static string Text(IEnumerable<Token> tokens) =>
        string.Concat(tokens.Where(token => token.Kind != TokenKind.NewLine).Select(token => token.Kind == TokenKind.Text ? $"'{Filled(token)}'" : token.Value));

    private static string Filled(Token text)
    {
        var parts = text.Value.Split("${}");
        return parts[0] + string.Concat(text.Expressions().Zip(parts.Skip(1), (expression, part) => $"${{{Text(expression)}}}{part}"));
    }

    // Up to the end of the line or a comma, brackets left out of account.
    private static List<Token> Expression(IReadOnlyList<Token> tokens, int begin)
    {
        List<Token> expression = [];
        for (int i = begin, depth = 0; i < tokens.Count && (depth > 0 || (tokens[i].Kind != TokenKind.NewLine && !tokens[i].IsSymbol(","))); i++)
        {
            depth += tokens[i].Opens ? 1 : tokens[i].Closes ? -1 : 0;
            expression.Add(tokens[i]);
        }

        return expression;
    }

    private static int End(IReadOnlyList<Token> tokens, int open)
    {
        for (int i = open, depth = 0; i < tokens.Count; i++)
        {
            depth += tokens[i].Opens ? 1 : tokens[i].Closes ? -1 : 0;
            if (depth == 0)
            {
                return i;
            }
        }

        throw new FormatException($"line {tokens[open].Line}: '{tokens[open].Value}' is never closed");
    }
}
