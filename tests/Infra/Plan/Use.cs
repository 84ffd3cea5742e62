namespace Infra.Tests.Plan;

/// <summary>
/// One use of a file in a deployment: what it is given, and by whom. It says what expressions of the file come to, as text: a name that a module is given is followed to where it is made, and what
/// only the deployment knows stays as it is written.
/// </summary>
internal sealed class Use
{
    private readonly Use? caller;
    private readonly IReadOnlyDictionary<string, IReadOnlyList<Token>> given;
    private readonly Dictionary<string, Known> names = [];

    /// <param name="file">The file.</param>
    /// <param name="caller">Who uses it; null for a parameter file.</param>
    /// <param name="given">The expressions that it is given, in words of the caller.</param>
    /// <param name="condition">What had to hold for this use.</param>
    public Use(BicepFile file, Use? caller = null, IReadOnlyDictionary<string, IReadOnlyList<Token>>? given = null, string condition = "")
    {
        File = file;
        this.caller = caller;
        this.given = given ?? new Dictionary<string, IReadOnlyList<Token>>();
        Condition = condition;

        // In their order: those that conditions need are written before they are used.
        foreach (Declaration one in file.Declarations.Where(one => one.Keyword is "param" or "var"))
        {
            names[one.Name] = this.given.TryGetValue(one.Name, out IReadOnlyList<Token>? argument) && caller is not null ? Evaluator.Evaluate(argument, caller.names)
                : one.Value.Count > 0 ? Evaluator.Evaluate(one.Value, names)
                : Known.Later;
        }
    }

    public BicepFile File { get; }

    /// <summary>The conditions of the modules on the way to this file, as they are written.</summary>
    public string Condition { get; }

    /// <summary>The name of the file, without its folder.</summary>
    public string Name => Path.GetFileNameWithoutExtension(File.Path);

    /// <summary>Whether a resource or a module is made.</summary>
    public bool Holds(Declaration declaration) => declaration.Condition.Count == 0 || Evaluator.Evaluate(declaration.Condition, names) == Known.True;

    /// <summary>What had to hold for a resource or a module of the file.</summary>
    public string ConditionOf(Declaration declaration) =>
        string.Join(" and ", new[] { Condition, Expressions.Pretty(declaration.Condition) }.Where(one => one.Length > 0));

    /// <summary>What an expression comes to.</summary>
    public string Write(IReadOnlyList<Token> expression) =>
        Evaluator.Evaluate(expression, names) is Known.Text known && known != Known.Later ? known.Value
        : expression is [{ Kind: TokenKind.Text } text] ? Filled(text)
        : expression is [{ Kind: TokenKind.Identifier, Value: var name }] ? Meaning(name)
        : Expression(expression);

    /// <summary>The name of a resource, with those that it lies in, or under, before it.</summary>
    public string FullName(Declaration resource)
    {
        var name = Write(resource.Find("name") ?? throw new FormatException($"{File.Path}: {resource.Name} has no name"));
        return resource.Find("parent") is { } parent ? $"{FullName(Resource(parent))}/{name}"
            : resource.Find("scope") is { } scope ? $"{name}, on {FullName(Resource(scope))}"
            : name;
    }

    /// <summary>The resource of this file that an expression such as <c>account</c> or <c>account.id</c> begins with.</summary>
    public Declaration Resource(IReadOnlyList<Token> expression) =>
        File.Declarations.Single(one => one.Keyword == "resource" && one.Name == expression[0].Value);

    /// <summary>Where a parameter comes from: the use whose words it is written in, and the words.</summary>
    public (Use Use, IReadOnlyList<Token> Expression) Origin(IReadOnlyList<Token> expression) =>
        expression is [{ Kind: TokenKind.Identifier, Value: var name }] && caller is not null && given.TryGetValue(name, out IReadOnlyList<Token>? argument) ? caller.Origin(argument) : (this, expression);

    private string Meaning(string name) =>
        caller is not null && given.TryGetValue(name, out IReadOnlyList<Token>? argument) ? caller.Write(argument)
        : File.Declarations.FirstOrDefault(one => one.Name == name && one.Keyword is "param" or "var")?.Value is [{ Kind: TokenKind.Text }] value ? Write(value)
        : $"${{{name}}}";

    private string Filled(Token text)
    {
        var parts = text.Value.Split("${}");
        return parts[0] + string.Concat(text.Expressions().Zip(parts.Skip(1), (expression, part) => Write(expression) + part));
    }

    private static string Expression(IReadOnlyList<Token> expression) => $"${{{Expressions.Pretty(expression)}}}";
}
