using Infra.Tests.Facts;

namespace Infra.Tests.Rules;

/// <summary>The doors that must be shut are shut in so many words: a default may change with an API version. And the plan is told nothing that it refuses.</summary>
internal static class DemandRule
{
    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) => Unsaid(files).Concat(Refused(files));

    private static IEnumerable<string> Refused(IReadOnlyList<BicepFile> files) =>
        from file in files
        from resource in file.Resources
        from refused in Demands.RefusedSiteConfig
        where resource.Find($"properties.siteConfig.{refused}") is not null
        select file.Fault(resource.Line, $"{resource.Name}: Flex Consumption refuses siteConfig.{refused}");

    private static IEnumerable<string> Unsaid(IReadOnlyList<BicepFile> files) =>
        from file in files
        from resource in file.Resources
        from demand in Demands.All
        where demand.Type == resource.ResourceType && TokenReader.Text(resource.Find(demand.Path) ?? []) != demand.Value
        select file.Fault(resource.Line, $"{resource.Name} must say {demand.Path}: {demand.Value}");
}
