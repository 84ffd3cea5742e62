using Work.Functions.Tests.Callers;
using Work.Functions.Tests.Works;
using Xunit.Abstractions;

namespace Work.Functions.Tests.Costs;

/// <summary>docs/azure.md says what each operation costs, and this counts it.</summary>
public sealed class CostTableTests(ITestOutputHelper output)
{
    private const string Head = "| | starts | sub-orchestrations | activities | timers | events | entity operations | history rows | storage requests | scheduler actions |";

    [Fact]
    public async Task TheDocumentsTableIsWhatIsCounted()
    {
        List<string> table = [Head, "|---|---|---|---|---|---|---|---|---|---|"];
        foreach (Operation operation in Operations.All)
        {
            table.Add($"| {operation.Name} | {await operation.CountAsync()} |");
        }

        output.WriteLine(string.Join(Environment.NewLine, table));
        Assert.Equal(table, File.ReadLines(Repository.At("docs", "azure.md")).SkipWhile(line => line != Head).TakeWhile(line => line.StartsWith('|')));
    }

    [Fact]
    public async Task APlainWorkIsOneStartAndOneActivityAndNothingElse()
    {
        TaskCost cost = await Operations.Plain.CountAsync();
        Assert.Equal("1 | 0 | 1 | 0 | 0 | 0 | 8 | 18 | 3", cost.ToString());
    }

    [Theory]
    [InlineData(""" "initialDelay": "PT1H" """, "PT2H")]
    [InlineData(""" "initialDelay": "P5DT23H" """, "P6D")]
    [InlineData(""" "tags": [ "a", "b", "c" ] """, "PT0S")]
    [InlineData(""" "id": "chosen" """, "PT0S")]
    [InlineData(""" "expedited": { "outOfQuota": "drop" } """, "PT0S")]
    [InlineData(""" "input": { "text": "a text" }, "traceTag": "t", "scope": "s", "maxAttempts": 3, "timeout": "PT5M" """, "PT0S")]
    public async Task WhatIsSaidOfAWorkBesideItsWorkerCostsNothingMore(string said, string until)
    {
        await using TestApp app = await Operations.StartAsync();
        TaskCost cost = await TaskCost.OfAsync(app, async () =>
        {
            await app.EnqueueAsync($$"""{ "worker": "scripted", {{said}} }""");
            await app.AdvanceAsync(until);
        });
        Assert.Equal((await Operations.Plain.CountAsync()).ToString(), cost.ToString());
    }

    [Fact]
    public async Task AnAppWithNothingToDoDoesNothing()
    {
        await using TestApp app = await TestApp.StartAsync();
        TaskCost cost = await TaskCost.OfAsync(app, () => app.AdvanceAsync("P7D"));
        Assert.Equal("0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0", cost.ToString());
    }

    [Fact]
    public async Task AWorkThatWaitsForADayCostsNothingMeanwhile()
    {
        await using TestApp app = await Operations.StartAsync();
        await app.EnqueueAsync("""{ "worker": "scripted", "initialDelay": "P2D" }""");
        await app.EnqueueAsync("""{ "worker": "scripted", "constraints": { "conditions": [ "open" ] } }""");
        TaskCost cost = await TaskCost.OfAsync(app, () => app.AdvanceAsync("P1D"));
        Assert.Equal("0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0", cost.ToString());
    }
}
