using System.Text.Json;
using System.Text.RegularExpressions;

namespace Infra.Tests;

/// <summary>What the tools around the templates read fits the templates: the linter's rules, azd's two files, the version of .NET.</summary>
public sealed partial class ToolFileTests
{
    private static readonly BicepFile Main = Repository.Infra.Single(file => file.Path == "main.bicep");

    [Theory]
    [InlineData("explicit-values-for-loc-params")]
    [InlineData("no-hardcoded-env-urls")]
    [InlineData("no-hardcoded-location")]
    [InlineData("no-loc-expr-outside-params")]
    [InlineData("no-unused-existing-resources")]
    [InlineData("no-unused-params")]
    [InlineData("no-unused-vars")]
    [InlineData("no-unnecessary-dependson")]
    [InlineData("outputs-should-not-contain-secrets")]
    [InlineData("prefer-interpolation")]
    [InlineData("secure-parameter-default")]
    [InlineData("secure-params-in-nested-deploy")]
    [InlineData("secure-secrets-in-params")]
    [InlineData("use-parent-property")]
    [InlineData("use-resource-symbol-reference")]
    [InlineData("use-safe-access")]
    [InlineData("use-secure-value-for-secure-inputs")]
    [InlineData("use-stable-resource-identifiers")]
    public void TheLinterTakesTheRuleForAnError(string rule) => Assert.Equal("error", Rules().GetProperty(rule).GetProperty("level").GetString());

    [Fact]
    public void NoLinterRuleIsOff() => Assert.All(Rules().EnumerateObject(), rule => Assert.Contains(rule.Value.GetProperty("level").GetString(), new[] { "error", "warning" }));

    [Fact]
    public void AzdGivesWhatMainAsksForAndNothingElse()
    {
        using JsonDocument parameters = JsonDocument.Parse(File.ReadAllBytes(Repository.At("infra", "main.parameters.json")));
        string[] given = [.. parameters.RootElement.GetProperty("parameters").EnumerateObject().Select(parameter => parameter.Name)];

        Assert.Empty(given.Except(Main.Parameters.Select(parameter => parameter.Name)));
        Assert.Empty(Main.Parameters.Where(parameter => parameter.IsRequired).Select(parameter => parameter.Name).Except(given));
    }

    [Fact]
    public void AzdFindsTheAppByTheServiceThatItIsTaggedWith()
    {
        var azd = File.ReadAllText(Repository.At("azure.yaml"));
        Match service = Service().Match(azd);

        Assert.Equal(service.Groups["name"].Value, TokenReader.Text(Main.Modules.Single(module => module.Name == "functions").Find("params.serviceName")!).Trim('\''));
        Assert.True(Directory.Exists(Repository.At(service.Groups["project"].Value)));
    }

    [Fact]
    public void TheAppRunsOnTheVersionThatItIsBuiltFor()
    {
        var built = TargetFramework().Match(File.ReadAllText(Repository.At("Directory.Build.props"))).Groups["version"].Value;
        Declaration app = Repository.Infra.SelectMany(file => file.Resources).Single(resource => resource.ResourceType == "Microsoft.Web/sites");

        Assert.Equal($"'{built}'", TokenReader.Text(app.Find("properties.functionAppConfig.runtime.version")!));
    }

    private static JsonElement Rules()
    {
        using JsonDocument configuration = JsonDocument.Parse(File.ReadAllBytes(Repository.At("infra", "bicepconfig.json")));
        return configuration.RootElement.GetProperty("analyzers").GetProperty("core").GetProperty("rules").Clone();
    }

    [GeneratedRegex(@"services:\n  (?<name>\w+):\n    project: (?<project>\S+)\n")]
    private static partial Regex Service();

    [GeneratedRegex("<TargetFramework>net(?<version>[0-9.]+)</TargetFramework>")]
    private static partial Regex TargetFramework();
}
