using Infra.Tests.Rules;

namespace Infra.Tests;

/// <summary>The files of infra/ obey every rule.</summary>
public sealed class InfraRuleTests
{
    public static TheoryData<string> Rules => [.. AllRules.ByName.Keys];

    [Theory]
    [MemberData(nameof(Rules))]
    public void TheFilesObeyTheRuleOf(string rule) => Assert.Empty(AllRules.ByName[rule](Repository.Infra));

    [Fact]
    public void ThereAreATemplateItsModulesAndItsParameterFiles()
    {
        string[] paths = [.. Repository.Infra.Select(file => file.Path)];

        Assert.Superset(new HashSet<string> { "main.bicep", "dev.bicepparam", "prod.bicepparam" }, paths.ToHashSet());
        Assert.Equal(9, paths.Count(path => path.StartsWith("modules/", StringComparison.Ordinal)));
    }

    [Fact]
    public void EveryApiVersionOfTheListIsUsed() =>
        Assert.Equal(
            Facts.ApiVersions.Of.Keys.Order(StringComparer.Ordinal),
            Repository.Infra.SelectMany(file => file.Resources).Select(resource => resource.ResourceType).Distinct().Order(StringComparer.Ordinal));
}
