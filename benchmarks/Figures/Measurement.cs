namespace Work.Benchmarks.Figures;

/// <summary>The numbers of one run, by name, in the order in which they are told.</summary>
internal sealed class Measurement
{
    private readonly List<KeyValuePair<string, double>> numbers = [];
    private readonly List<KeyValuePair<string, IReadOnlyList<double>>> series = [];

    /// <summary>The numbers.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Numbers => numbers;

    /// <summary>What changed over the time of the run.</summary>
    public IReadOnlyList<KeyValuePair<string, IReadOnlyList<double>>> Series => series;

    /// <summary>A number by its name.</summary>
    public double? this[string name] => numbers.Where(number => number.Key == name).Select(number => (double?)number.Value).FirstOrDefault();

    /// <summary>Adds a number.</summary>
    public Measurement With(string name, double number)
    {
        numbers.Add(new(name, number));
        return this;
    }

    /// <summary>Adds a series of numbers.</summary>
    public Measurement With(string name, IReadOnlyList<double> values)
    {
        series.Add(new(name, values));
        return this;
    }

    /// <summary>The median of each number over several runs, of an even count the mean of the middle two; and the series of the last run.</summary>
    public static Measurement MedianOf(IReadOnlyList<Measurement> runs)
    {
        var median = new Measurement();
        foreach ((string name, _) in runs[0].numbers)
        {
            double[] sorted = [.. runs.Select(run => run[name]!.Value).Order()];
            median.With(name, (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2);
        }

        median.series.AddRange(runs[^1].series);
        return median;
    }
}
