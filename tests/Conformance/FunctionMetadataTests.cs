using System.Reflection;
using Conformance.Rules;

namespace Conformance;

/// <summary>The app's functions are ones that the Functions host on Azure starts.</summary>
public sealed class FunctionMetadataTests
{
    private static readonly BindingDescription Timer = new("timer", BindingDirection.Trigger);
    private static readonly BindingDescription DurableClient = new("client", BindingDirection.Input);

    private static readonly Dictionary<string, (FunctionDescription[] Functions, string Fault)> PlantedFaults = new()
    {
        ["a name that begins with a digit"] = ([new("1st", Timer)], "1st: a name begins with a letter"),
        ["a name with a dot"] = ([new("work.start", Timer)], "work.start: a name begins with a letter"),
        ["a name of 129 letters"] = ([new(new string('a', 129), Timer)], "a name begins with a letter"),
        ["an empty name"] = ([new("", Timer)], "a name begins with a letter"),
        ["the host's own name"] = ([new("Host", Timer)], "the name is the host's own"),
        ["two functions of a name"] = ([new("Prune", Timer), new("prune", Timer)], "2 functions have this name"),
        ["no binding"] = ([new("Idle")], "Idle: 0 triggers"),
        ["no trigger"] = ([new("Idle", DurableClient)], "Idle: 0 triggers"),
        ["two triggers"] = ([new("Twice", Timer, Timer with { Name = "other" })], "Twice: 2 triggers"),
        ["two bindings of a name"] = ([new("Same", Timer, DurableClient with { Name = "Timer" })], "2 bindings are named"),
        ["an admin route"] = ([Http("Admin", "admin/works")], "Admin: the route admin/works is in the host's own part"),
        ["a runtime route"] = ([Http("Webhooks", "/Runtime/webhooks")], "Webhooks: the route Runtime/webhooks"),
        ["a default route of the host's own"] = ([Http("AdminList", null)], "AdminList: the route AdminList is"),
        ["equal routes"] = ([Http("A", "work/{id}", "get"), Http("B", "/Work/{id}/", "GET", "head")], "B: the route Work/{id} is that of A"),
        ["no methods means all"] = ([Http("A", "work"), Http("B", "work", "delete")], "B: the route work is that of A"),
        ["a route that is another's default"] = ([Http("A", "b"), Http("B", null)], "B: the route B is that of A"),
        ["parameters of other names"] = ([Http("A", "work/{id}", "get"), Http("B", "work/{key}", "get")], "B: the route work/{key} is that of A"),
    };

    private static readonly FunctionDescription[] Sound =
    [
        Http("StartWork", "work", "post"),
        Http("ListWork", "work", "get"),
        Http("GetWork", "work/{id}", "get"),
        Http("GetNumbered", "work/{id:int}", "get"),
        Http("CancelWork", "work/{id}/cancel", "post"),
        new("Prune", Timer, DurableClient),
    ];

    public static TheoryData<string> Faulty => [.. PlantedFaults.Keys];

    [Fact]
    public void TheAppsFunctionsKeepTheHostsRules()
    {
        IReadOnlyList<FunctionDescription> functions = FunctionReader.Read(Assembly.Load("Work.Functions"));

        Assert.NotEmpty(functions);
        Assert.Empty(FunctionRules.Faults(functions));
    }

    [Fact]
    public void SoundFunctionsHaveNoFaults() => Assert.Empty(FunctionRules.Faults(Sound));

    [Theory]
    [MemberData(nameof(Faulty))]
    public void APlantedFaultIsFound(string fault)
    {
        (FunctionDescription[] functions, string report) = PlantedFaults[fault];

        string found = Assert.Single(FunctionRules.Faults(functions), found => found.Contains(report, StringComparison.Ordinal));
        Assert.Contains(found, FunctionRules.Faults([.. Sound.Where(s => s.Name != "Prune"), .. functions]));
    }

    private static FunctionDescription Http(string name, string? route, params string[] methods)
        => new(name, new BindingDescription("request", BindingDirection.Trigger, IsHttp: true, route, methods));
}
