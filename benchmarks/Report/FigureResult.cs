using Work.Benchmarks.Figures;

namespace Work.Benchmarks.Report;

/// <summary>A figure with the medians of its runs and its share of the yardstick, when that was measured.</summary>
internal sealed record FigureResult(Figure Figure, int Runs, Measurement Median, IReadOnlyList<Measurement> All, Measurement Yardsticks)
{
    /// <summary>Its share: 1 is all that the yardstick says is possible.</summary>
    public double? Share => Figure.Share is { } share && Yardsticks[share.Yardstick] is { } most && Median[share.Number] is { } number
        ? share.LessIsBetter ? most / number : number / most
        : null;
}

/// <summary>What all figures were measured with.</summary>
internal sealed record Setting(string Machine, string Disk, string Host, string Client);
