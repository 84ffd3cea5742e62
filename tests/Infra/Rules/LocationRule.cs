using Infra.Tests.Facts;

namespace Infra.Tests.Rules;

/// <summary>The region is a parameter everywhere. Only main.bicep has a default for it, the resource group's own.</summary>
internal static class LocationRule
{
    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) =>
        from file in files
        from declaration in file.Declarations
        from fault in Regions(file, declaration).Concat(Locations(declaration)).Concat(Default(file, declaration))
        select file.Fault(fault.Line, fault.What);

    // Parameter files choose a region by their very purpose.
    private static IEnumerable<(int Line, string What)> Regions(BicepFile file, Declaration declaration) =>
        declaration.Flat.Where(token => file.IsTemplate && token.Kind == TokenKind.Text && Facts.Regions.Names.Contains(token.Value))
            .Select(token => (token.Line, $"'{token.Value}' is a region"));

    private static IEnumerable<(int Line, string What)> Locations(Declaration declaration) =>
        TokenReader.AllProperties(declaration.Flat).Where(property => property.Name == "location" && TokenReader.Text(property.Value) is not ("location" or "'global'"))
            .Select(property => (property.Line, $"location is {TokenReader.Text(property.Value)}, not the parameter"));

    private static IEnumerable<(int Line, string What)> Default(BicepFile file, Declaration declaration)
    {
        var expected = file.Path == "main.bicep" ? "resourceGroup().location" : "";
        if (file.IsTemplate && declaration is { Keyword: "param", Name: "location" } && TokenReader.Text(declaration.Value) != expected)
        {
            yield return (declaration.Line, expected.Length == 0 ? "a module's location has no default" : $"the default of location is {expected}");
        }
    }
}
