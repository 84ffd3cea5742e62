namespace Infra.Tests.Plan;

/// <summary>Writes expressions for readers.</summary>
internal static class Expressions
{
    private static readonly HashSet<string> Spaced = ["&&", "||", "??", "==", "!=", ">", "<", ">=", "<=", "?", ":"];

    /// <summary>The expression with the spaces that people put.</summary>
    public static string Pretty(IReadOnlyList<Token> expression) => string.Concat(
        from token in expression
        let text = TokenReader.Text([token])
        select token.Kind == TokenKind.Symbol && Spaced.Contains(token.Value) ? $" {text} " : token.IsSymbol(",") ? ", " : text);
}
