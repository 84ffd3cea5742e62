using System.Text.Json;

namespace EndToEnd;

/// <summary>What the benchmarks tell.</summary>
public sealed class BenchmarkTests
{
    [Fact]
    public async Task AFigureIsOneJsonLineWithWhatItCostAndWhatTheMachineCanDo()
    {
        using var folder = new TemporaryFolder();

        JsonElement line = Assert.Single(await BenchmarkRun.LinesAsync(folder.Path, "--figure", "batch"));

        Assert.Equal("batch", line.GetProperty("figure").GetString());
        Assert.True(line.GetProperty("worksPerSecond").GetDouble() > 0);
        Assert.Equal(1000, line.GetProperty("works").GetInt32());
        Assert.True(line.GetProperty("rowsPerWork").GetDouble() > 0);
        Assert.InRange(line.GetProperty("commitsPerWork").GetDouble(), double.Epsilon, 10);
        Assert.True(line.GetProperty("yardsticks").GetProperty("sqliteCommitsPerSecond").GetDouble() > 0);
        Assert.True(line.GetProperty("yardsticks").GetProperty("kestrelRequestsPerSecond").GetDouble() > 0);
        Assert.Contains("synchronous=FULL", line.GetProperty("settings").GetProperty("host").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ItLeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();

        await BenchmarkRun.LinesAsync(folder.Path, "--figure", "latency", "--no-yardsticks");

        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }
}
