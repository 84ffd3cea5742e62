using Infra.Tests.Plan;

namespace Infra.Tests;

/// <summary>infra/README.md lists what each parameter file makes, and who is given which role. The lists are worked out from the files.</summary>
public sealed class PlanTests
{
    private static readonly DeploymentPlan Dev = new(Repository.Infra, "dev.bicepparam");
    private static readonly DeploymentPlan Prod = new(Repository.Infra, "prod.bicepparam");
    private static readonly string[] Readme = File.ReadAllLines(Repository.At("infra", "README.md"));

    [Fact]
    public void TheReadmeListsTheResources() => Assert.Equal(
        from row in Dev.Resources.Concat(Prod.Resources).Select(Kind).Distinct().OrderBy(row => row.Replace("`", "", StringComparison.Ordinal), StringComparer.Ordinal)
        select $"| {row} | {Count(Dev.Resources.Select(Kind), row)} | {Count(Prod.Resources.Select(Kind), row)} |",
        Rows("| module | resource | dev | prod |"));

    [Fact]
    public void TheReadmeListsTheRoles() => Assert.Equal(
        from row in Dev.Roles.Concat(Prod.Roles).Select(Kind).Distinct().OrderBy(row => row.Replace("`", "", StringComparison.Ordinal), StringComparer.Ordinal)
        select $"| {row} | {Count(Dev.Roles.Select(Kind), row)} | {Count(Prod.Roles.Select(Kind), row)} |",
        Rows("| role | on | to | dev | prod |"));

    [Fact]
    public void TheAppIsGivenNothingTwice() => Assert.All([Dev, Prod], plan => Assert.Equal(plan.Roles.Distinct(), plan.Roles));

    [Fact]
    public void WithTheSchedulerTheAppMayUseQueuesAndNoTables()
    {
        Assert.Contains(Prod.Roles, role => role.Role == "Storage Queue Data Contributor");
        Assert.DoesNotContain(Prod.Roles, role => role.Role == "Storage Table Data Contributor");
    }

    [Theory]
    [InlineData("a == 'x' && !b", true)]
    [InlineData("!empty(c) || b", false)]
    [InlineData("n > 0 && (b ? b : !b)", true)]
    [InlineData("a != 'x'", false)]
    [InlineData("!empty(b ? a : outside.outputs.id)", true)]
    public void AConditionIsWorkedOut(string condition, bool holds)
    {
        Dictionary<string, Known> names = new() { ["a"] = new Known.Text("x"), ["b"] = Known.Of(false), ["c"] = Known.Nothing, ["n"] = new Known.Number(2) };

        Assert.Equal(Known.Of(holds), Evaluator.Evaluate(Lexer.Read(condition), names));
    }

    private static string Kind(PlannedResource resource) => $"{resource.Module} | `{resource.Type}`";

    private static string Kind(PlannedRole role) => $"{role.Role} | `{role.Scope}` | {role.Principal}";

    private static string Count(IEnumerable<string> all, string row) => all.Count(one => one == row) is var count and > 0 ? $"{count}" : "";

    private static IEnumerable<string> Rows(string head) => Readme.SkipWhile(line => line != head).Skip(2).TakeWhile(line => line.StartsWith('|'));
}
