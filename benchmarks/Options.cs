using System.Globalization;

namespace Work.Benchmarks;

/// <summary>What the command line asks for.</summary>
internal sealed record Options
{
    /// <summary>The text for <c>--help</c> and for a mistake.</summary>
    public const string Usage = """
        dotnet run -c Release --project benchmarks -- [options]
          --figure NAME   one figure only, may be repeated: batch, single, latency, chain, fanout, delayed, coldstart, million, steady. Default: all
          --runs N        runs of each figure; what is told is the median of each number. Default 1
          --json          one JSON line for each figure instead of the table
          --quick         small numbers, for a test that it runs at all
          --works N       how many works batch, single, delayed and million use, in place of their own number
          --minutes N     how long steady runs. Default 10
          --data DIR      where the data directories are made. Default: the system's folder for temporary files, or the repository where that is in memory
          --no-yardsticks leaves out what is measured of the machine itself
          micro [filter]  the micro-benchmarks instead
        """;

    public IReadOnlyList<string> Figures { get; init; } = [];

    public int Runs { get; init; } = 1;

    public bool Json { get; init; }

    public bool Quick { get; init; }

    public int? Works { get; init; }

    public double Minutes { get; init; } = 10;

    public string? Data { get; init; }

    public bool Yardsticks { get; init; } = true;

    /// <summary>A number of works: what was asked for, or the figure's own.</summary>
    public int WorksOr(int full, int quick) => Works ?? Or(full, quick);

    /// <summary>A number of a figure.</summary>
    public int Or(int full, int quick) => Quick ? quick : full;

    /// <summary>Reads the command line.</summary>
    /// <exception cref="FormatException">It says something unknown.</exception>
    public static Options Parse(string[] arguments)
    {
        var options = new Options();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out string? name))
        {
            options = name switch
            {
                "--figure" => options with { Figures = [.. options.Figures, Next(rest, name)] },
                "--runs" => options with { Runs = Whole(rest, name) },
                "--json" => options with { Json = true },
                "--quick" => options with { Quick = true },
                "--works" => options with { Works = Whole(rest, name) },
                "--minutes" => options with { Minutes = double.Parse(Next(rest, name), CultureInfo.InvariantCulture) },
                "--data" => options with { Data = Next(rest, name) },
                "--no-yardsticks" => options with { Yardsticks = false },
                _ => throw new FormatException($"Unknown: {name}"),
            };
        }

        return options;
    }

    private static string Next(Queue<string> rest, string name) => rest.TryDequeue(out string? value) ? value : throw new FormatException($"{name} needs a value.");

    private static int Whole(Queue<string> rest, string name) =>
        int.TryParse(Next(rest, name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw new FormatException($"{name} needs a whole number above zero.");
}
