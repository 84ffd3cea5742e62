using Work.Simulation.Runner;

namespace Work.Simulation;

/// <summary>The bugs that stories find: a class of its own, since one teller tells here, and another core has room for the other tests.</summary>
public sealed class PlantedBugTests
{
    [Theory]
    [InlineData("twice")]
    [InlineData("early")]
    [InlineData("lost")]
    public async Task APlantedBugIsFoundAndItsSeedReplaysIt(string kind)
    {
        // Without the bug the other tests tell the same seeds.
        bool isFound = false;
        IReadOnlyList<Report> reports = await Tellers.TellAsync(new Arguments { Seeds = SimulationTests.Stories, Workers = 1, Plant = kind }, report => isFound |= report.Violation is not null, isEnough: () => isFound);
        Report found = Assert.IsType<Report>(reports.FirstOrDefault(report => report.Violation is not null));
        Report replayed = Assert.Single(await Tellers.TellAsync(new Arguments { From = found.Seed, Seeds = 1, Plant = kind }));
        Assert.Equal((found.Violation, found.Hash, found.AtStep), (replayed.Violation, replayed.Hash, replayed.AtStep));
    }
}
