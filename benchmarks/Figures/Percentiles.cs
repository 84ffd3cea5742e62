namespace Work.Benchmarks.Figures;

/// <summary>Percentiles of measured times, by nearest rank.</summary>
internal sealed class Percentiles(IEnumerable<TimeSpan> times)
{
    private readonly double[] sorted = [.. times.Select(time => time.TotalMilliseconds).Order()];

    /// <summary>How many times there are.</summary>
    public int Count => sorted.Length;

    /// <summary>The time in milliseconds that so many of a hundred do not exceed.</summary>
    public double At(double percent) => sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(percent / 100 * sorted.Length) - 1, 0, sorted.Length - 1)];
}
