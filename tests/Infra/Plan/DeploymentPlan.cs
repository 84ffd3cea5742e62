namespace Infra.Tests.Plan;

/// <summary>What a deployment with a parameter file makes: the resources of all modules whose conditions hold, and who is given which role on what.</summary>
internal sealed class DeploymentPlan
{
    private const string RoleType = "Microsoft.Authorization/roleAssignments";
    private readonly List<string> resources = [];
    private readonly List<string> roles = [];

    public DeploymentPlan(IReadOnlyList<BicepFile> files, string parameterFile)
    {
        Dictionary<string, Known> given = files.Single(file => file.Path == parameterFile).Parameters
            .ToDictionary(parameter => parameter.Name, parameter => Evaluator.Evaluate(parameter.Value, new Dictionary<string, Known>()));
        Add(files, files.Single(file => file.Path == "main.bicep"), given, new Dictionary<string, string>());
    }

    /// <summary>The resources, each as <c>module: type</c>, as often as it is made.</summary>
    public IReadOnlyList<string> Resources => resources;

    /// <summary>The role assignments, each as <c>role | resource | principal</c>.</summary>
    public IReadOnlyList<string> Roles => roles;

    private void Add(IReadOnlyList<BicepFile> files, BicepFile file, Dictionary<string, Known> given, Dictionary<string, string> texts)
    {
        Dictionary<string, Known> names = Names(file, given);
        foreach (Declaration resource in file.Resources.Where(resource => Holds(resource, names)))
        {
            if (resource.ResourceType == RoleType)
            {
                roles.Add(Role(file, resource, texts));
            }
            else
            {
                resources.Add($"{Path.GetFileNameWithoutExtension(file.Path)}: {resource.ResourceType}");
            }
        }

        foreach (Declaration module in file.Modules.Where(module => Holds(module, names)))
        {
            IReadOnlyList<Property> arguments = TokenReader.Properties(module.Find("params") ?? []);
            Add(files, files.Single(target => target.Path == module.Source), arguments.ToDictionary(one => one.Name, one => Evaluator.Evaluate(one.Value, names)), arguments.ToDictionary(one => one.Name, one => TokenReader.Text(one.Value)));
        }
    }

    // Parameters, then variables in their order: those that conditions need are written before they are used.
    private static Dictionary<string, Known> Names(BicepFile file, Dictionary<string, Known> given)
    {
        Dictionary<string, Known> names = new(given);
        foreach (Declaration one in file.Declarations.Where(one => one.Keyword is "param" or "var" && one.Value.Count > 0 && !given.ContainsKey(one.Name)))
        {
            names[one.Name] = Evaluator.Evaluate(one.Value, names);
        }

        return names;
    }

    private static bool Holds(Declaration declaration, Dictionary<string, Known> names) => declaration.Condition.Count == 0 || Evaluator.Evaluate(declaration.Condition, names) == Known.True;

    private static string Role(BicepFile file, Declaration assignment, Dictionary<string, string> texts)
    {
        var name = TokenReader.Text(assignment.Find("properties.roleDefinitionId")!).Split("roles.")[1].TrimEnd(')');
        var id = file.Declarations.Single(one => one.Name == "roles").Properties.Single(one => one.Name == name).Value[0].Value;
        Declaration scope = file.Resources.Single(one => one.Name == TokenReader.Text(assignment.Find("scope")!));
        var principal = TokenReader.Text(assignment.Find("properties.principalId")!);
        return $"{Facts.Roles.NameOf[id]} | {scope.ResourceType} | {texts[principal].Split('.')[0]}";
    }
}
