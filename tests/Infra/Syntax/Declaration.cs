namespace Infra.Tests.Syntax;

/// <summary>One statement of a file with its decorators.</summary>
internal sealed record Declaration(string Keyword, string Name, IReadOnlyList<Token> Decorators, IReadOnlyList<Token> Tokens)
{
    public int Line => Tokens[0].Line;

    /// <summary>All tokens, those of the decorators and inside strings among them.</summary>
    public IReadOnlyList<Token> Flat { get; } = [.. Decorators.Concat(Tokens).SelectMany(token => token.Flat())];

    public bool IsExisting => Tokens.TakeWhile(token => !token.IsSymbol("=")).Any(token => token.IsIdentifier("existing"));

    /// <summary>A parameter without a default, which every caller must give.</summary>
    public bool IsRequired => Keyword == "param" && !Tokens.Any(token => token.IsSymbol("="));

    /// <summary>What follows the name in quotes: the path of a module, or the type of a resource with its version.</summary>
    public string Source => Tokens.Count > 2 && Tokens[2].Kind == TokenKind.Text ? Tokens[2].Value : "";

    /// <summary>The type of a resource.</summary>
    public string ResourceType => Source.Split('@')[0];

    /// <summary>What comes after the equals sign.</summary>
    public IReadOnlyList<Token> Value => [.. Tokens.SkipWhile(token => !token.IsSymbol("=")).Skip(1)];

    /// <summary>The condition in <c>if (…)</c>; empty when there is none.</summary>
    public IReadOnlyList<Token> Condition => Value is [var first, ..] && first.IsIdentifier("if") ? TokenReader.Group(Value, 1) : [];

    /// <summary>The properties of the object that is declared.</summary>
    public IReadOnlyList<Property> Properties => TokenReader.Properties(Condition.Count > 0 ? [.. Value.Skip(Condition.Count + 3)] : Value);

    /// <summary>The value of a property, by a path such as <c>properties.sku.name</c>; null when there is none.</summary>
    public IReadOnlyList<Token>? Find(string path)
    {
        IReadOnlyList<Property> properties = Properties;
        IReadOnlyList<Token>? value = null;
        foreach (var name in path.Split('.'))
        {
            value = properties.FirstOrDefault(property => property.Name == name)?.Value;
            properties = value is null ? [] : TokenReader.Properties(value);
        }

        return value;
    }

    /// <summary>The text of a decorator, such as of <c>@description</c>; null when there is none.</summary>
    public string? Decorator(string name)
    {
        for (var i = 0; i + 2 < Decorators.Count; i++)
        {
            if (Decorators[i].IsIdentifier(name) && Decorators[i + 2].Kind == TokenKind.Text)
            {
                return Decorators[i + 2].Value;
            }
        }

        return null;
    }
}

/// <summary>A property of an object: its name, and the tokens of its value.</summary>
internal sealed record Property(string Name, int Line, IReadOnlyList<Token> Value);
