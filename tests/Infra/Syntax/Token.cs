namespace Infra.Tests.Syntax;

internal enum TokenKind
{
    Identifier,
    Number,
    Text,
    Symbol,
    NewLine,
}

/// <summary>
/// One token. The tokens of the expressions inside a string stand in <see cref="Inner"/>, one expression in a line, and its text has <c>${}</c> in the place of each.
/// </summary>
internal sealed record Token(TokenKind Kind, string Value, int Line, IReadOnlyList<Token> Inner)
{
    public bool IsSymbol(string value) => Kind == TokenKind.Symbol && Value == value;

    public bool IsIdentifier(string value) => Kind == TokenKind.Identifier && Value == value;

    public bool Opens => Kind == TokenKind.Symbol && Value is "(" or "[" or "{";

    public bool Closes => Kind == TokenKind.Symbol && Value is ")" or "]" or "}";

    /// <summary>The expressions inside a string, in order.</summary>
    public IEnumerable<IReadOnlyList<Token>> Expressions()
    {
        for (IEnumerable<Token> rest = Inner; rest.Any(); rest = rest.SkipWhile(token => token.Kind != TokenKind.NewLine).Skip(1))
        {
            yield return [.. rest.TakeWhile(token => token.Kind != TokenKind.NewLine)];
        }
    }

    /// <summary>The token and those inside of it, in order. What is inside is set apart by parentheses, as it is an expression of its own.</summary>
    public IEnumerable<Token> Flat() => Inner.Count == 0 ? [this]
        : [this, this with { Kind = TokenKind.Symbol, Value = "(", Inner = [] }, .. Inner.SelectMany(token => token.Flat()), this with { Kind = TokenKind.Symbol, Value = ")", Inner = [] }];
}
