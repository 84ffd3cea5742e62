using System.Globalization;
using Work.Simulation.Runner;

namespace Work.Simulation;

/// <summary>Stories that come from seeds, and the bugs that they find.</summary>
public sealed class SimulationTests
{
    private const int Stories = 400;
    private const int ManyStories = 2_000;

    [Fact]
    public async Task EveryStoryKeepsEveryPromise() => Whole(await Tellers.TellAsync(new Arguments { Seeds = Stories }), Stories);

    [Fact]
    [Trait("Category", "Long")]
    public async Task EveryOneOfManyStoriesKeepsEveryPromise() => Whole(await Tellers.TellAsync(new Arguments { From = Stories + 1, Seeds = ManyStories }), ManyStories);

    [Fact]
    public async Task SeedsThatOnceFailedKeepEveryPromise()
    {
        ulong[] seeds = [.. OnceFailed()];
        Whole(await Tellers.TellAsync(new Arguments { Listed = seeds }), seeds.Length);
    }

    [Fact]
    public async Task OneSeedIsOneStory()
    {
        IReadOnlyList<Report> first = await Tellers.TellAsync(new Arguments { From = 500, Seeds = 20 });
        IReadOnlyList<Report> again = await Tellers.TellAsync(new Arguments { From = 500, Seeds = 20, Workers = 1 });
        Assert.Equal(first.Select(report => (report.Seed, report.Hash, report.Items)), again.Select(report => (report.Seed, report.Hash, report.Items)));
        Assert.Equal(20, first.Select(report => report.Hash).Distinct().Count());
    }

    [Theory]
    [InlineData("twice")]
    [InlineData("early")]
    [InlineData("lost")]
    public async Task APlantedBugIsFoundAndItsSeedReplaysIt(string kind)
    {
        // Without the bug the other tests tell the same seeds.
        const int Enough = Stories / 2;
        bool isFound = false;
        IReadOnlyList<Report> reports = await Tellers.TellAsync(new Arguments { Seeds = Enough, Workers = 1, Plant = kind }, report => isFound |= report.Violation is not null, isEnough: () => isFound);
        Report found = Assert.IsType<Report>(reports.FirstOrDefault(report => report.Violation is not null));
        Report replayed = Assert.Single(await Tellers.TellAsync(new Arguments { From = found.Seed, Seeds = 1, Plant = kind }));
        Assert.Equal((found.Violation, found.Hash, found.AtStep), (replayed.Violation, replayed.Hash, replayed.AtStep));
    }

    private static IEnumerable<ulong> OnceFailed() => File.ReadLines(Path.Combine(AppContext.BaseDirectory, "seeds.txt"))
        .Select(line => line.Split('#')[0].Trim())
        .Where(line => line.Length > 0)
        .Select(line => ulong.Parse(line, CultureInfo.InvariantCulture));

    private static void Whole(IReadOnlyList<Report> reports, int expected)
    {
        Assert.True(
            reports.All(report => report.Violation is null),
            string.Join('\n', reports.Where(report => report.Violation is not null).Select(report => $"seed {report.Seed}, step {report.AtStep}: {report.Violation}")));
        Assert.Equal(expected, reports.Count);

        // A story whose few steps all meet nothing checks nothing; many of them would mean that the stories do not tell of work.
        Assert.InRange(reports.Count(report => report.Checks == 0), 0, expected / 100);
    }
}
