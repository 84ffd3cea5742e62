namespace Infra.Tests.Rules;

/// <summary>What a template makes stands at its top level, where the other rules and the list of resources see it: nothing is made inside a resource, and nothing in a loop.</summary>
internal static class NestingRule
{
    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) =>
        from file in files
        from declaration in file.Declarations
        where declaration.Keyword is "resource" or "module"
        from fault in Judge(declaration)
        select file.Fault(fault.Line, $"{declaration.Name}: {fault.What}");

    private static IEnumerable<(int Line, string What)> Judge(Declaration declaration)
    {
        IReadOnlyList<Token> value = declaration.Value;
        if (value is [{ Value: "[" } loop, ..])
        {
            yield return (loop.Line, "is made in a loop; the list of resources would not tell how often");
        }

        for (var i = 0; i + 3 < value.Count; i++)
        {
            if (value[i].IsIdentifier("resource") && value[i + 1].Kind == TokenKind.Identifier && value[i + 2].Kind == TokenKind.Text && !value[i + 3].IsIdentifier("existing"))
            {
                yield return (value[i].Line, $"makes {value[i + 1].Value} inside of it; write it at the top level, with a parent");
            }
        }
    }
}
