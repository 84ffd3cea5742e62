namespace Infra.Tests.Rules;

/// <summary>A parameter file names its template, gives what that asks for, and nothing that it does not know.</summary>
internal static class ParameterFileRule
{
    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) => files.Where(file => !file.IsTemplate).SelectMany(file => Faults(file, files));

    private static IEnumerable<string> Faults(BicepFile file, IReadOnlyList<BicepFile> files)
    {
        var path = file.Declarations.FirstOrDefault(declaration => declaration.Keyword == "using")?.Name;
        BicepFile? template = files.FirstOrDefault(one => one.Path == path);
        if (template is null)
        {
            return [file.Fault(1, $"there is no template '{path}' to use")];
        }

        string[] given = [.. file.Parameters.Select(parameter => parameter.Name)];
        return template.Parameters.Where(parameter => parameter.IsRequired && !given.Contains(parameter.Name)).Select(parameter => file.Fault(1, $"{parameter.Name} is missing"))
            .Concat(file.Parameters.Where(parameter => template.Parameters.All(known => known.Name != parameter.Name)).Select(parameter => file.Fault(parameter.Line, $"{template.Path} has no {parameter.Name}")));
    }
}
