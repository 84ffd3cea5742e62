using Work.Embedded.Engine;
using Xunit.Abstractions;

namespace Killers;

/// <summary>What the store and the instances had to do for something: counted, not timed, so that a busy machine changes nothing.</summary>
internal sealed record Costs(long Rows, long Bytes, long Steps)
{
    /// <summary>What something cost.</summary>
    public static async Task<Costs> OfAsync(TestApp app, Func<Task> act)
    {
        EngineStatistics before = app.Statistics();
        await act();
        EngineStatistics after = app.Statistics();
        return new Costs(after.Rows - before.Rows, after.Bytes - before.Bytes, after.Steps - before.Steps);
    }

    /// <summary>Each of so many may cost so much.</summary>
    public void IsAtMost(int count, int rows, int bytes, int steps, ITestOutputHelper output)
    {
        output.WriteLine($"{this} for {count}.");
        Assert.InRange(Rows, 1, (long)count * rows);
        Assert.InRange(Bytes, 1, (long)count * bytes);
        Assert.InRange(Steps, 1, (long)count * steps);
    }

    /// <summary>Twice as much of something may cost so much more than twice as much.</summary>
    public void IsAboutTwice(Costs half, ITestOutputHelper output, double slack = 1.25)
    {
        output.WriteLine($"{half} became {this}.");
        Assert.True(Rows <= 2 * slack * half.Rows, $"Rows: {half} became {this}.");
        Assert.True(Bytes <= 2 * slack * half.Bytes, $"Bytes: {half} became {this}.");
        Assert.True(Steps <= 2 * slack * half.Steps, $"Steps: {half} became {this}.");
    }
}
