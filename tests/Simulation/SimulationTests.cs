using System.Globalization;
using Work.Simulation.Runner;

namespace Work.Simulation;

/// <summary>Stories that come from seeds.</summary>
public sealed class SimulationTests
{
    internal const int Stories = 200;
    private const int ManyStories = 2_200;

    // Told once for all who ask.
    private static readonly Lazy<Task<IReadOnlyList<Report>>> Told = new(() => Tellers.TellAsync(new Arguments { Seeds = Stories }));

    [Fact]
    public async Task EveryStoryKeepsEveryPromise() => Whole(await Told.Value, Stories);

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
        // By a process of its own, after other stories than the first time.
        IReadOnlyList<Report> first = [.. (await Told.Value).Take(20)];
        IReadOnlyList<Report> again = await Tellers.TellAsync(new Arguments { Seeds = 20, Workers = 1 });
        Assert.Equal(first.Select(report => (report.Seed, report.Hash, report.Items)), again.Select(report => (report.Seed, report.Hash, report.Items)));
        Assert.Equal(20, first.Select(report => report.Hash).Distinct().Count());
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
