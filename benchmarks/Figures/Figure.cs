namespace Work.Benchmarks.Figures;

/// <summary>Something that is measured. Each run has an app and a data directory of its own.</summary>
/// <param name="Name">Its name on the command line and in the JSON.</param>
/// <param name="About">What it is, in a sentence.</param>
/// <param name="Share">What it is a share of, or null.</param>
/// <param name="MeasureAsync">One run.</param>
internal sealed record Figure(string Name, string About, Share? Share, Func<Bench, Task<Measurement>> MeasureAsync)
{
    /// <summary>All figures, in the order in which they run.</summary>
    public static IReadOnlyList<Figure> All { get; } =
    [
        BatchFigure.Figure,
        SingleFigure.Figure,
        LatencyFigure.Figure,
        ChainFigure.Figure,
        FanOutFigure.Figure,
        DelayedFigure.Figure,
        ColdStartFigure.Figure,
        MillionFigure.Figure,
        SteadyFigure.Figure,
    ];
}

/// <summary>Compares a number with what the machine can do at most. Where less is better the share is the yardstick's part of the number.</summary>
internal sealed record Share(string Number, string Yardstick, bool LessIsBetter = false);
