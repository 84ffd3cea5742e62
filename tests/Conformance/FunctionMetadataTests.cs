using System.Reflection;
using Conformance.Planted;
using Conformance.Rules;
using Microsoft.Azure.Functions.Worker;
using Xunit.Abstractions;

namespace Conformance;

/// <summary>The app's functions are ones that Microsoft's build takes, and that the Functions host on Azure starts.</summary>
public sealed class FunctionMetadataTests(ITestOutputHelper output)
{
    private static readonly Assembly[] App = [Assembly.Load("Work.Functions"), Assembly.Load("Work.Orchestrations")];

    public static TheoryData<string> Rules => [.. MetadataRule.All.Select(rule => rule.Name)];

    public static TheoryData<string> Faults => [.. PlantedFault.All.Select(planted => planted.ToString())];

    [Fact]
    public void TheAppsFunctionsKeepTheRules()
    {
        IReadOnlyList<FunctionDescription> functions = FunctionReader.Read(App.SelectMany(FunctionReader.Methods));

        Assert.All(["Http", "Timer", "Activity", "Orchestration", "Entity"], kind => Assert.Contains(functions, function => function.TriggersOf(kind).Any()));
        Assert.Empty(MetadataRule.Broken(functions));
    }

    [Fact]
    public void SoundFunctionsBreakNoRule()
    {
        IReadOnlyList<FunctionDescription> sound = FunctionReader.Read(typeof(SoundFunctions).GetMethods().Where(method => method.IsDefined(typeof(FunctionAttribute))));

        Assert.Equal(10, sound.Count);
        Assert.Empty(MetadataRule.Broken(sound));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void EachRuleHasAPlantedFault(string rule) => Assert.Contains(PlantedFault.All, planted => planted.Rule == rule);

    [Theory]
    [MemberData(nameof(Faults))]
    public void APlantedFaultBreaksItsRuleAndNoOther(string fault)
    {
        PlantedFault planted = PlantedFault.All.Single(planted => planted.ToString() == fault);

        Assert.Equal([planted.Rule], MetadataRule.Broken(planted.Functions).Select(broken => broken.Rule).Distinct());
    }

    [Fact]
    public void TheTableOfPlantedFaultsSaysWhatTheTestSays()
    {
        string[] table =
        [
            "| rule | planted fault | what the test says |",
            "|---|---|---|",
            .. from rule in MetadataRule.All
               from planted in PlantedFault.All
               where planted.Rule == rule.Name
               select $"| {rule.Name} | {planted.How} | {string.Join("; ", MetadataRule.Broken(planted.Functions).Select(broken => broken.Fault.ReplaceLineEndings(" ")))} |",
        ];

        output.WriteLine(string.Join(Environment.NewLine, table));
        Snapshot.Check("metadata-faults.md", table);
    }
}
