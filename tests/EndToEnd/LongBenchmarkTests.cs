namespace EndToEnd;

/// <summary>All figures with small numbers: many processes one after the other, too long for every run of the tests.</summary>
[Trait("Category", "Long")]
public sealed class LongBenchmarkTests
{
    [Fact]
    public async Task EachFigureHasItsLineAndItsNumber()
    {
        using var folder = new TemporaryFolder();

        var lines = await BenchmarkRun.LinesAsync(folder.Path);

        Assert.Equal(
            ["batch", "single", "latency", "chain", "fanout", "delayed", "coldstart", "million", "steady"],
            lines.Select(line => line.GetProperty("figure").GetString()));
        string[] numbers = ["worksPerSecond", "worksPerSecond", "p50Milliseconds", "stepsPerSecond", "seconds", "residentMegabytes", "seconds", "worstRatio", "isFlat"];
        Assert.All(lines.Zip(numbers), line => Assert.True(line.First.GetProperty(line.Second).GetDouble() >= 0, line.Second));
        Assert.True(lines[2].GetProperty("p99Milliseconds").GetDouble() >= lines[2].GetProperty("p50Milliseconds").GetDouble());
    }
}
