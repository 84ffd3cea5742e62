namespace Infra.Tests.Plan;

/// <summary>What a deployment with a parameter file makes: the resources of all modules whose conditions hold, and who is given which role on what.</summary>
internal sealed class DeploymentPlan
{
    private const string RoleType = "Microsoft.Authorization/roleAssignments";
    private readonly IReadOnlyList<BicepFile> files;
    private readonly List<PlannedResource> resources = [];
    private readonly List<PlannedRole> roles = [];

    public DeploymentPlan(IReadOnlyList<BicepFile> files, string parameterFile)
    {
        this.files = files;
        BicepFile parameters = files.Single(file => file.Path == parameterFile);
        Add(new Use(files.Single(file => file.Path == "main.bicep"), new Use(parameters), parameters.Parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value)));
    }

    /// <summary>The resources but for role assignments, in the order of their modules, types and names.</summary>
    public IReadOnlyList<PlannedResource> Resources =>
        [.. resources.OrderBy(one => one.Module, StringComparer.Ordinal).ThenBy(one => one.Type, StringComparer.Ordinal).ThenBy(one => one.Name, StringComparer.Ordinal)];

    /// <summary>The role assignments, in the order of roles and resources.</summary>
    public IReadOnlyList<PlannedRole> Roles => [.. roles.OrderBy(one => one.Role, StringComparer.Ordinal).ThenBy(one => one.Scope, StringComparer.Ordinal)];

    private void Add(Use use)
    {
        foreach (Declaration resource in use.File.Resources.Where(use.Holds))
        {
            if (resource.ResourceType == RoleType)
            {
                roles.Add(Role(use, resource));
            }
            else
            {
                resources.Add(new(use.Name, resource.ResourceType, resource.Source.Split('@')[^1], use.FullName(resource), use.ConditionOf(resource)));
            }
        }

        foreach (Declaration module in use.File.Modules.Where(use.Holds))
        {
            Add(Called(use, module));
        }
    }

    private Use Called(Use caller, Declaration module) => new(
        files.Single(target => target.Path == module.Source),
        caller,
        TokenReader.Properties(module.Find("params") ?? []).ToDictionary(one => one.Name, one => one.Value),
        caller.ConditionOf(module));

    private PlannedRole Role(Use use, Declaration assignment)
    {
        var name = TokenReader.Text(assignment.Find("properties.roleDefinitionId")!).Split("roles.")[1].TrimEnd(')');
        var id = use.File.Declarations.Single(one => one.Name == "roles").Properties.Single(one => one.Name == name).Value[0].Value;
        Declaration scope = use.Resource(assignment.Find("scope")!);
        var (principal, principalName) = Principal(use, assignment.Find("properties.principalId")!);
        return new(
            Facts.Roles.NameOf[id], id, scope.ResourceType, use.FullName(scope), principal, principalName, use.Write(assignment.Find("properties.principalType")!), use.ConditionOf(assignment));
    }

    // Who is made by a module is told by the module's output; who is not, by the value that is given.
    private (string Module, string Name) Principal(Use use, IReadOnlyList<Token> expression)
    {
        var (origin, words) = use.Origin(expression);
        if (words is not [var module, { Value: "." }, { Value: "outputs" }, { Value: "." }, var output])
        {
            return ("", origin.Write(words));
        }

        Use made = Called(origin, origin.File.Modules.Single(one => one.Name == module.Value));
        return (module.Value, made.FullName(made.Resource(made.File.Outputs.Single(one => one.Name == output.Value).Value)));
    }
}
