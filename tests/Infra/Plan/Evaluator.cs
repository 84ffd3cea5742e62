using System.Globalization;

namespace Infra.Tests.Plan;

/// <summary>
/// Works out the expressions that conditions are made of: comparisons, and, or, not, choices, <c>empty</c>, and environment variables that are unset but for the required ones. What it cannot
/// work out is known later.
/// </summary>
internal sealed class Evaluator(IReadOnlyDictionary<string, Known> names, IReadOnlyList<Token> tokens)
{
    private int at;

    public static Known Evaluate(IReadOnlyList<Token> expression, IReadOnlyDictionary<string, Known> names) =>
        new Evaluator(names, [.. expression.Where(token => token.Kind != TokenKind.NewLine)]).Choice();

    private Known Choice()
    {
        Known condition = Or();
        if (!Take("?"))
        {
            return condition;
        }

        Known yes = Choice();
        Expect(":");
        Known no = Choice();
        return condition is Known.Flag { Value: var chosen } ? chosen ? yes : no : Known.Later;
    }

    private Known Or()
    {
        Known left = And();
        while (Take("||") || Take("??"))
        {
            Known right = And();
            left = left is Known.Flag first && right is Known.Flag second ? Known.Of(first.Value || second.Value) : left;
        }

        return left;
    }

    private Known And()
    {
        Known left = Comparison();
        while (Take("&&"))
        {
            Known right = Comparison();
            left = left is Known.Flag first && right is Known.Flag second ? Known.Of(first.Value && second.Value) : throw Odd("&&");
        }

        return left;
    }

    private Known Comparison()
    {
        Known left = Not();
        return Take("==") ? Known.Of(left == Not())
            : Take("!=") ? Known.Of(left != Not())
            : Take(">") ? Known.Of(Number(left) > Number(Not()))
            : left;
    }

    private Known Not() => Take("!") ? Not() is Known.Flag flag ? Known.Of(!flag.Value) : throw Odd("!") : Member(Value());

    private Known Value()
    {
        Token token = at < tokens.Count ? tokens[at++] : throw Odd("the end");
        if (token.Opens)
        {
            return Bracket(token);
        }

        return token switch
        {
            { Kind: TokenKind.Text, Inner.Count: 0 } => new Known.Text(token.Value),
            { Kind: TokenKind.Number } => new Known.Number(long.Parse(token.Value, CultureInfo.InvariantCulture)),
            { Kind: TokenKind.Identifier } when at < tokens.Count && tokens[at].IsSymbol("(") => Call(token.Value),
            { Kind: TokenKind.Identifier, Value: "true" or "false" } => Known.Of(token.Value == "true"),
            { Kind: TokenKind.Identifier } => names.GetValueOrDefault(token.Value, Known.Later),
            _ => Known.Later,
        };
    }

    // (…) is what is in it; [] and {} are empty, other lists and objects are something.
    private Known Bracket(Token open)
    {
        IReadOnlyList<Token> inside = TokenReader.Group(tokens, at - 1);
        at += inside.Count + 1;
        return open.Value == "(" ? Evaluate(inside, names) : inside.Count == 0 ? Known.Nothing : Known.Later;
    }

    private Known Call(string function)
    {
        IReadOnlyList<Token> arguments = TokenReader.Group(tokens, at);
        at += arguments.Count + 2;
        var comma = arguments.TakeWhile(token => !token.IsSymbol(",")).Count();
        return function switch
        {
            "empty" => Known.Of(Evaluate(arguments, names) == Known.Nothing),
            "readEnvironmentVariable" when comma < arguments.Count => Evaluate([.. arguments.Skip(comma + 1)], names),
            _ => Known.Later,
        };
    }

    private Known Member(Known value)
    {
        while (Take(".") || Take(".?") || Take("::"))
        {
            at++;
            value = Known.Later;
        }

        return value;
    }

    private bool Take(string symbol)
    {
        var there = at < tokens.Count && tokens[at].IsSymbol(symbol);
        at += there ? 1 : 0;
        return there;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
        {
            throw Odd(symbol);
        }
    }

    private long Number(Known value) => value is Known.Number number ? number.Value : throw Odd(">");

    private FormatException Odd(string near) => new($"'{TokenReader.Text(tokens)}' cannot be worked out, near {near}");
}
