namespace Infra.Tests.Rules;

/// <summary>Every name that an expression uses is declared in its file, and every parameter and variable is used. A compiler would tell; this holds where there is none.</summary>
internal static class SymbolRule
{
    private static readonly HashSet<string> Words =
    [
        "true", "false", "null", "if", "for", "in", "existing", "resource", "module", "param", "var", "output", "targetScope", "using", "string", "int", "bool", "object", "array", "az", "sys",
    ];

    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) => files.Where(file => file.IsTemplate).SelectMany(Faults);

    private static IEnumerable<string> Faults(BicepFile file)
    {
        var declared = file.Declarations.Where(declaration => declaration.Keyword is "param" or "var" or "resource" or "module").ToArray();
        var names = declared.Select(declaration => declaration.Name).ToHashSet();
        var uses = file.Declarations.SelectMany(declaration => Uses(declaration).Select(token => (Of: declaration, Token: token))).ToArray();
        IEnumerable<string> unknown = uses.Where(use => !names.Contains(use.Token.Value)).Select(use => file.Fault(use.Token.Line, $"{use.Token.Value} is not declared"));
        IEnumerable<string> unused = declared.Where(declaration => declaration.Keyword is "param" or "var" || declaration.IsExisting)
            .Where(declaration => !uses.Any(use => use.Token.Value == declaration.Name && use.Of != declaration))
            .Select(declaration => file.Fault(declaration.Line, $"{declaration.Name} is not used"));
        return unknown.Concat(unused);
    }

    // What is left when keys, members, functions, and the names that a statement declares itself are taken away.
    private static IEnumerable<Token> Uses(Declaration declaration)
    {
        Token[] tokens = [.. declaration.Flat];
        HashSet<string> own = [.. Own(tokens)];
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Kind == TokenKind.Identifier && !Words.Contains(tokens[i].Value) && !own.Contains(tokens[i].Value) && !IsMember(tokens, i) && !IsKey(tokens, i) && !IsCall(tokens, i))
            {
                yield return tokens[i];
            }
        }

        IEnumerable<string> Own(Token[] all)
        {
            for (var i = 0; i < all.Length; i++)
            {
                if (i > 0 && all[i - 1].Value is "resource" or "param" or "var" or "module" or "output" && !IsKey(all, i - 1))
                {
                    yield return all[i].Value;
                }
                else if (i + 1 < all.Length && all[i + 1].IsSymbol("=>"))
                {
                    yield return all[i].Value;
                }
                else if (all[i].IsIdentifier("for"))
                {
                    foreach (Token loop in all.Skip(i + 1).TakeWhile(token => !token.IsIdentifier("in")).Where(token => token.Kind == TokenKind.Identifier))
                    {
                        yield return loop.Value;
                    }
                }
            }
        }
    }

    private static bool IsMember(Token[] tokens, int i) => i > 0 && tokens[i - 1].Value is "." or ".?" or "::";

    private static bool IsCall(Token[] tokens, int i) => i + 1 < tokens.Length && tokens[i + 1].IsSymbol("(");

    private static bool IsKey(Token[] tokens, int i) =>
        i > 0 && i + 1 < tokens.Length && tokens[i + 1].IsSymbol(":") && (tokens[i - 1].Kind == TokenKind.NewLine || tokens[i - 1].Value is "{" or ",");
}
