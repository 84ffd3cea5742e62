namespace Infra.Tests.Syntax;

/// <summary>A template or a parameter file, as its declarations. Expressions stay tokens: the rules ask what is said, not what comes of it.</summary>
internal sealed record BicepFile(string Path, IReadOnlyList<Declaration> Declarations)
{
    public bool IsTemplate => Path.EndsWith(".bicep", StringComparison.Ordinal);

    public IEnumerable<Declaration> Parameters => Of("param");

    public IEnumerable<Declaration> Outputs => Of("output");

    public IEnumerable<Declaration> Modules => Of("module");

    /// <summary>The resources that the file makes, without those that it only reads.</summary>
    public IEnumerable<Declaration> Resources => Of("resource").Where(resource => !resource.IsExisting);

    /// <exception cref="FormatException">The text is no Bicep as far as tokens and brackets go.</exception>
    public static BicepFile Parse(string path, string text)
    {
        List<Declaration> declarations = [];
        List<Token> decorators = [];
        foreach (List<Token> statement in Statements(Lexer.Read(text)))
        {
            if (statement[0].IsSymbol("@"))
            {
                decorators.AddRange(statement);
            }
            else
            {
                declarations.Add(new(statement[0].Value, statement.Count > 1 ? statement[1].Value : "", decorators, statement));
                decorators = [];
            }
        }

        return new(path, declarations);
    }

    /// <summary>A fault at a place of this file.</summary>
    public string Fault(int line, string what) => $"{Path}:{line}: {what}";

    private IEnumerable<Declaration> Of(string keyword) => Declarations.Where(declaration => declaration.Keyword == keyword);

    private static IEnumerable<List<Token>> Statements(IEnumerable<Token> tokens)
    {
        List<Token> statement = [];
        var depth = 0;
        foreach (Token token in tokens)
        {
            depth += token.Opens ? 1 : token.Closes ? -1 : 0;
            if (token.Kind != TokenKind.NewLine || depth > 0)
            {
                statement.Add(token);
            }
            else if (statement.Count > 0)
            {
                yield return statement;
                statement = [];
            }
        }

        if (depth != 0)
        {
            throw new FormatException("the brackets do not match");
        }

        if (statement.Count > 0)
        {
            yield return statement;
        }
    }
}
