using Infra.Tests.Facts;

namespace Infra.Tests.Rules;

/// <summary>Every resource, also one that is only read, has the API version of the list for its type.</summary>
internal static class ApiVersionRule
{
    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) =>
        from file in files
        from resource in file.Declarations
        where resource.Keyword == "resource"
        let version = resource.Source.Split('@')[^1]
        let expected = ApiVersions.Of.GetValueOrDefault(resource.ResourceType)
        where version != expected
        select file.Fault(resource.Line, expected is null ? $"{resource.ResourceType} is not in the list of API versions" : $"{resource.ResourceType}@{version} must be @{expected}");
}
