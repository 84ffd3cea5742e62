using Infra.Tests.Plan;
using Xunit.Abstractions;

namespace Infra.Tests;

/// <summary>Snapshots/dev.md and Snapshots/prod.md list everything that the two parameter files make: each resource, and each role that somebody is given.</summary>
public sealed class PlanSnapshotTests(ITestOutputHelper output)
{
    public static TheoryData<string> Environments => ["dev", "prod"];

    [Theory]
    [MemberData(nameof(Environments))]
    public void TheListSaysWhatTheFilesSay(string environment)
    {
        string[] list = List(environment, Repository.Infra);

        output.WriteLine(string.Join(Environment.NewLine, list));
        Snapshot.Check($"{environment}.md", list);
    }

    [Theory]
    [InlineData("main.bicep", "module tableEndpoint 'modules/privateEndpoint.bicep' = if (privateNetwork && !usesScheduler)", "module tableEndpoint 'modules/privateEndpoint.bicep' = if (privateNetwork)", "prod")]
    [InlineData("dev.bicepparam", "param backend = 'AzureStorage'", "param backend = 'Scheduler'", "dev")]
    [InlineData("prod.bicepparam", "param auditStorage = true", "param auditStorage = false", "prod")]
    [InlineData("modules/storage.bicep", "name: 'work-requests'", "name: 'other-requests'", "dev")]
    [InlineData("modules/storage.bicep", "queues@2023-05-01", "queues@2024-01-01", "prod")]
    [InlineData("modules/storage.bicep", "if (holdsOrchestrations)", "", "prod")]
    [InlineData("modules/scheduler.bicep", "  scope: taskHub\n", "  scope: scheduler\n", "prod")]
    [InlineData("main.bicep", "var prefix = 'work-", "var prefix = 'jobs-", "dev")]
    public void AChangedLineChangesTheList(string path, string line, string changed, string environment)
    {
        var text = File.ReadAllText(Repository.At("infra", path));
        Assert.Contains(line, text, StringComparison.Ordinal);
        BicepFile[] files = [.. Repository.Infra.Select(file => file.Path == path ? BicepFile.Parse(path, text.Replace(line, changed, StringComparison.Ordinal)) : file)];

        Assert.NotEqual(List(environment, Repository.Infra), List(environment, files));
    }

    [Fact]
    public void WhatIsOffInDevIsNotInItsList()
    {
        DeploymentPlan dev = new(Repository.Infra, "dev.bicepparam");

        Assert.DoesNotContain(dev.Resources, resource => resource.Module is "network" or "privateEndpoint" or "scheduler" or "alerts" or "budget" || resource.Type.EndsWith("diagnosticSettings", StringComparison.Ordinal));
        Assert.DoesNotContain(dev.Roles, role => role.Role.StartsWith("Durable Task", StringComparison.Ordinal));
    }

    private static string[] List(string environment, IReadOnlyList<BicepFile> files)
    {
        DeploymentPlan plan = new(files, $"{environment}.bicepparam");
        return
        [
            $"# {environment}: {plan.Resources.Count} resources, {plan.Roles.Count} role assignments",
            "",
            $"What `infra/main.bicep` makes with `infra/{environment}.bicepparam`, worked out from the files; of the environment's variables only the required ones are set. `token` is 13 letters and digits made of",
            "the resource group's id and the name of the environment. The conditions are those that had to hold; what they keep away is not in the list.",
            "",
            "## Resources",
            "",
            "| module | type | API version | name | condition |",
            "|---|---|---|---|---|",
            .. plan.Resources.Select(one => $"| {one.Module} | `{one.Type}` | {one.ApiVersion} | `{one.Name}` | {Condition(one.Condition)} |"),
            "",
            "## Role assignments",
            "",
            "| role | id of the role | to | on | condition |",
            "|---|---|---|---|---|",
            .. plan.Roles.Select(one => $"| {one.Role} | {one.Id} | {one.PrincipalType} `{one.PrincipalName}` | `{one.Scope}` `{one.ScopeName}` | {Condition(one.Condition)} |"),
        ];
    }

    // A bar would end the cell.
    private static string Condition(string condition) => condition.Length == 0 ? "" : $"`{condition.Replace("|", "\\|", StringComparison.Ordinal)}`";
}
