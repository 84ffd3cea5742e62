using Kills;
using Xunit.Abstractions;

namespace EndToEnd;

/// <summary>A few of the kills that <c>dotnet run -c Release --project tests/Kills</c> does by the hundred.</summary>
[Trait("Category", "Long")]
public sealed class LongKillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task WhateverIsAcknowledgedOutlivesKillsUnderLoad()
    {
        KillFigures figures = await KillRun.RunAsync(new KillOptions { Kills = 25, Seed = 7 }, output.WriteLine);

        output.WriteLine(figures.ToString());
        Assert.Empty(figures.Faults);
        Assert.Equal(0, figures.Lost);
        Assert.Equal(0, figures.AttemptsStartedTwice);
        Assert.True(figures.RunTwice > 0, "Nothing ran at a kill: the kills show nothing.");
    }
}
