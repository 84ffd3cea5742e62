namespace Infra.Tests.Rules;

/// <summary>Every module file is used; every use gives what the module asks for and nothing else, and reads only outputs that there are.</summary>
internal static class ModuleRule
{
    private const string Folder = "modules/";

    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files)
    {
        var uses = (from file in files
                    from module in file.Modules
                    select (File: file, Module: module, Target: files.FirstOrDefault(target => target.Path == module.Source))).ToArray();
        IEnumerable<string> unused = files.Where(file => file.Path.StartsWith(Folder, StringComparison.Ordinal) && uses.All(use => use.Target != file))
            .Select(file => $"{file.Path}: no template uses it");
        return unused.Concat(uses.SelectMany(use => use.Target is null ? [use.File.Fault(use.Module.Line, $"there is no {use.Module.Source}")]
            : Parameters(use.Module, use.Target).Concat(Outputs(use.File, use.Module, use.Target)).Select(fault => use.File.Fault(use.Module.Line, $"{use.Module.Name}: {fault}"))));
    }

    private static IEnumerable<string> Parameters(Declaration module, BicepFile target)
    {
        string[] given = [.. TokenReader.Properties(module.Find("params") ?? []).Select(property => property.Name)];
        return target.Parameters.Where(parameter => parameter.IsRequired && !given.Contains(parameter.Name)).Select(parameter => $"the parameter {parameter.Name} is missing")
            .Concat(given.Except(target.Parameters.Select(parameter => parameter.Name)).Select(name => $"there is no parameter {name}"));
    }

    private static IEnumerable<string> Outputs(BicepFile file, Declaration module, BicepFile target) =>
        file.Declarations.SelectMany(declaration => Read(declaration.Flat, module.Name)).Except(target.Outputs.Select(output => output.Name)).Select(name => $"there is no output {name}");

    // module.outputs.name, or module.?outputs.name where the module is conditional
    private static IEnumerable<string> Read(IReadOnlyList<Token> tokens, string module) =>
        Enumerable.Range(0, Math.Max(0, tokens.Count - 4))
            .Where(i => tokens[i].IsIdentifier(module) && tokens[i + 1].Value is "." or ".?" && tokens[i + 2].IsIdentifier("outputs"))
            .Select(i => tokens[i + 4].Value);
}
