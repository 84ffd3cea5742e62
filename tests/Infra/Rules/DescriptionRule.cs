namespace Infra.Tests.Rules;

/// <summary>Every parameter and output says what it is, in a sentence.</summary>
internal static class DescriptionRule
{
    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) =>
        from file in files
        where file.IsTemplate
        from declaration in file.Parameters.Concat(file.Outputs)
        let description = declaration.Decorator("description")
        where description is null || !description.EndsWith('.')
        select file.Fault(declaration.Line, $"{declaration.Keyword} {declaration.Name} {(description is null ? "has no description" : "has a description that is no sentence")}");
}
