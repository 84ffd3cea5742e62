namespace Infra.Tests.Rules;

/// <summary>Names of what stands by itself come from outside, and in main.bicep from uniqueString: two environments never meet, and no name is taken already.</summary>
internal static class NameRule
{
    // What is not one in Azure, but one in its scope.
    private static readonly string[] Local = ["Microsoft.Insights/diagnosticSettings"];

    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) =>
        from file in files
        from fault in Resources(file).Concat(Modules(file))
        select fault;

    private static IEnumerable<string> Resources(BicepFile file) =>
        from resource in file.Resources
        where resource.Find("parent") is null && !Local.Contains(resource.ResourceType)
        let name = resource.Find("name") ?? []
        where !name.Any(token => token.Flat().Any(inner => inner.Kind == TokenKind.Identifier))
        select file.Fault(resource.Line, $"{resource.Name} has the fixed name {TokenReader.Text(name)}");

    private static IEnumerable<string> Modules(BicepFile file)
    {
        var unique = file.Declarations.Where(declaration => declaration.Keyword == "var" && declaration.Flat.Any(token => token.IsIdentifier("uniqueString")))
            .Select(declaration => declaration.Name).ToHashSet();
        unique.UnionWith(file.Declarations.Where(declaration => declaration.Keyword == "var" && Uses(declaration.Value, unique)).Select(declaration => declaration.Name));
        return from module in file.Modules
               let given = module.Find("params.name")
               where given is not null && !Uses(given, unique)
               select file.Fault(module.Line, $"{module.Name} is named {TokenReader.Text(given)}, not by uniqueString");
    }

    private static bool Uses(IEnumerable<Token> tokens, HashSet<string> names) => tokens.SelectMany(token => token.Flat()).Any(token => names.Contains(token.Value));
}
