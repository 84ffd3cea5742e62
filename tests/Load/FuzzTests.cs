using System.Globalization;
using Load.Fuzz;
using Xunit.Abstractions;

namespace Load;

/// <summary>Any request at all, on the real process: a short run of what <c>fuzz --seconds 600</c> does for long.</summary>
[Trait("Category", "Long")]
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20_260_101;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task NoRequestMakesTheHostFailHangGrowOrChangeWhatItRefused()
    {
        int seed = int.Parse(Environment.GetEnvironmentVariable("LOAD_SEED") ?? Seed.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        await using LoadedHost host = await LoadedHost.StartAsync(Fuzzer.Settings);

        FuzzReport report = await new Fuzzer(host, seed, output.WriteLine).RunAsync(Length);

        output.WriteLine(report.ToString());
        Assert.Empty(report.Faults);
        Assert.True(report.Requests > 500, "So few requests prove nothing.");
        Assert.True(report.Comparisons > 0, "No refusal was looked at.");
    }
}
