namespace Infra.Tests.Rules;

/// <summary>
/// A role assignment is named by what it gives, so that deploying twice changes nothing: <c>guid(scope, principal, role)</c> of the same three that it says. Its principal has a type, without which
/// an identity that was made a moment ago is not found.
/// </summary>
internal static class RoleAssignmentRule
{
    private const string RoleType = "Microsoft.Authorization/roleAssignments";
    private const string Definition = "subscriptionResourceId('Microsoft.Authorization/roleDefinitions',";

    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) =>
        from file in files
        from assignment in file.Resources
        where assignment.ResourceType == RoleType
        from fault in Judge(assignment)
        select file.Fault(assignment.Line, $"{assignment.Name}: {fault}");

    private static IEnumerable<string> Judge(Declaration assignment)
    {
        string Text(string path) => TokenReader.Text(assignment.Find(path) ?? []);
        var (scope, principal, definition) = (Text("scope"), Text("properties.principalId"), Text("properties.roleDefinitionId"));
        if (scope.Length == 0)
        {
            yield return "has no scope, and would reach over the whole resource group";
        }

        if (Text("properties.principalType").Length == 0)
        {
            yield return "has no principalType";
        }

        if (!definition.StartsWith(Definition + "roles.", StringComparison.Ordinal))
        {
            yield return $"takes its role from {definition}, not from the table 'roles' of its file";
        }
        else if (Text("name") != $"guid({scope}.id,{principal},{definition[Definition.Length..^1]})")
        {
            yield return $"is named {Text("name")}, not by its own scope, principal and role";
        }
    }
}
