using System.Text;

namespace Infra.Tests.Syntax;

/// <summary>Takes a Bicep text apart into tokens; comments are dropped.</summary>
internal sealed class Lexer(string text)
{
    private static readonly string[] LongSymbols = ["=>", "==", "!=", "<=", ">=", "&&", "||", "??", "::", ".?", "=~", "!~"];
    private int at;
    private int line = 1;

    /// <exception cref="FormatException">A string or a comment does not end.</exception>
    public static IReadOnlyList<Token> Read(string text) => new Lexer(text).ReadUntil(null);

    private List<Token> ReadUntil(char? end)
    {
        List<Token> tokens = [];
        for (var depth = 0; at < text.Length;)
        {
            var next = text[at];
            if (next == end && depth == 0)
            {
                at++;
                return tokens;
            }

            depth += next == '{' ? 1 : next == '}' ? -1 : 0;
            if (!TrySkip() && One() is { } token)
            {
                tokens.Add(token);
            }
        }

        return end is null ? tokens : throw new FormatException($"line {line}: '{end}' is missing");
    }

    private Token? One()
    {
        var next = text[at];
        return next switch
        {
            '\n' => NewLine(),
            '\'' => IsAt("'''") ? LongText() : ShortText(),
            _ when char.IsLetter(next) || next == '_' => Make(TokenKind.Identifier, While(c => char.IsLetterOrDigit(c) || c == '_')),
            _ when char.IsDigit(next) => Make(TokenKind.Number, While(char.IsDigit)),
            _ => Symbol(),
        };
    }

    private bool TrySkip()
    {
        if (IsAt("//"))
        {
            While(c => c != '\n');
            return true;
        }

        if (IsAt("/*"))
        {
            var end = text.IndexOf("*/", at, StringComparison.Ordinal);
            var comment = text[at..(end < 0 ? throw new FormatException($"line {line}: '*/' is missing") : end)];
            line += comment.Count(c => c == '\n');
            at = end + 2;
            return true;
        }

        if (text[at] is ' ' or '\t' or '\r')
        {
            at++;
            return true;
        }

        return false;
    }

    private Token ShortText()
    {
        var begun = line;
        var value = new StringBuilder();
        List<Token> inner = [];
        for (at++; at < text.Length && text[at] != '\n';)
        {
            if (text[at] == '\'')
            {
                at++;
                return new(TokenKind.Text, value.ToString(), begun, inner);
            }

            if (IsAt("${"))
            {
                at += 2;
                inner.AddRange(inner.Count == 0 ? [] : [Make(TokenKind.NewLine, "\n")]);
                inner.AddRange(ReadUntil('}'));
                value.Append("${}");
            }
            else
            {
                at += text[at] == '\\' ? 1 : 0;
                value.Append(text[at++]);
            }
        }

        throw new FormatException($"line {begun}: a string does not end");
    }

    private Token LongText()
    {
        var begun = line;
        var end = text.IndexOf("'''", at + 3, StringComparison.Ordinal);
        var value = end < 0 ? throw new FormatException($"line {begun}: a string does not end") : text[(at + 3)..end];
        line += value.Count(c => c == '\n');
        at = end + 3;
        return new(TokenKind.Text, value, begun, []);
    }

    private Token NewLine()
    {
        at++;
        return new(TokenKind.NewLine, "\n", line++, []);
    }

    private Token Symbol() =>
        Make(TokenKind.Symbol, Take(LongSymbols.FirstOrDefault(IsAt)?.Length ?? 1));

    private Token Make(TokenKind kind, string value) => new(kind, value, line, []);

    private bool IsAt(string value) => string.CompareOrdinal(text, at, value, 0, value.Length) == 0;

    private string Take(int length) => text[at..(at += length)];

    private string While(Func<char, bool> more)
    {
        var begun = at;
        while (at < text.Length && more(text[at]))
        {
            at++;
        }

        return text[begun..at];
    }
}
