namespace Work.Benchmarks.Figures;

/// <summary>The numbers of one run, by name, in the order in which they are told.</summary>
internal sealed class Measurement
{
    private readonly List<KeyValuePair<string, double>> numbers = [];

    /// <summary>The numbers.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Numbers => numbers;

    /// <summary>A number by its name.</summary>
    public double? this[string name] => numbers.Where(number => number.Key == name).Select(number => (double?)number.Value).FirstOrDefault();

    /// <summary>Adds a number.</summary>
    public Measurement With(string name, double number)
    {
        numbers.Add(new(name, number));
        return this;
    }

    /// <summary>The median of each number over several runs. Of an even count, the mean of the middle two.</summary>
    public static Measurement MedianOf(IReadOnlyList<Measurement> runs)
    {
        var median = new Measurement();
        foreach ((string name, _) in runs[0].numbers)
        {
            double[] sorted = [.. runs.Select(run => run[name]!.Value).Order()];
            median.With(name, (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2);
        }

        return median;
    }
}
