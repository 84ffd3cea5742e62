namespace Infra.Tests.Rules;

/// <summary>All that can have tags has those of the deployment, so that a bill can be split by them.</summary>
internal static class TagRule
{
    private static readonly string[] WithoutTags =
    [
        "Microsoft.Authorization/roleAssignments",
        "Microsoft.Consumption/budgets",
        "Microsoft.Insights/diagnosticSettings",
    ];

    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) =>
        from file in files
        from resource in file.Resources
        where resource.Find("parent") is null && !WithoutTags.Contains(resource.ResourceType)
        let tags = TokenReader.Text(resource.Find("tags") ?? [])
        where tags != "tags" && !tags.StartsWith("union(tags,", StringComparison.Ordinal)
        select file.Fault(resource.Line, $"{resource.Name} does not have the tags of the deployment");
}
