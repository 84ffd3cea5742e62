using System.Globalization;

namespace Work.Simulation.Runner;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        Tells stories of the app, one for each seed, and checks what it promises. The same seed is the same story.
          --seeds N     how many (1000)
          --from N      the first seed (1)
          --seed N      one alone, with its trace
          --list A,B    these
          --workers N   in how many processes (2)
          --skip A,B    leaves steps out, with --seed
          --shrink      with --seed: finds steps that can be left out while the story still fails
          --plant KIND  plants a bug, to see that it is found: twice, early or lost
        """;

    public int Seeds { get; init; } = 1000;

    public ulong From { get; init; } = 1;

    public ulong? Seed { get; init; }

    /// <summary>Which ones; none stands for those from <see cref="From"/> on.</summary>
    public IReadOnlyList<ulong> Listed { get; init; } = [];

    public int Workers { get; init; } = 2;

    /// <summary>From one seed to the next.</summary>
    public int Stride { get; init; } = 1;

    public IReadOnlySet<int> Skip { get; init; } = new HashSet<int>();

    public bool Shrinks { get; init; }

    public string? Plant { get; init; }

    /// <summary>This process tells the stories itself.</summary>
    public bool IsTeller { get; init; }

    /// <summary>Every seed that is told.</summary>
    public IEnumerable<ulong> ToTell => Listed.Count > 0 ? Listed : Enumerable.Range(0, Seeds).Select(index => From + ((ulong)index * (ulong)Stride));

    /// <summary>The part of one of several tellers.</summary>
    public Arguments PartOf(int worker, int workers) => this with
    {
        From = From + (ulong)worker,
        Stride = workers,
        Seeds = (Seeds - worker + workers - 1) / workers,
        Listed = [.. Listed.Where((_, index) => index % workers == worker)],
    };

    /// <exception cref="ArgumentException">One that is not known, or has no value.</exception>
    public static Arguments Parse(IReadOnlyList<string> words)
    {
        var arguments = new Arguments();
        for (int at = 0; at < words.Count; at++)
        {
            string Value() => ++at < words.Count ? words[at] : throw new ArgumentException($"{words[at - 1]} needs a value.");
            int Number() => int.Parse(Value(), CultureInfo.InvariantCulture);
            arguments = words[at] switch
            {
                "--seeds" => arguments with { Seeds = Number() },
                "--from" => arguments with { From = ulong.Parse(Value(), CultureInfo.InvariantCulture) },
                "--seed" => arguments with { Seed = ulong.Parse(Value(), CultureInfo.InvariantCulture) },
                "--list" => arguments with { Listed = [.. Value().Split(',').Select(seed => ulong.Parse(seed, CultureInfo.InvariantCulture))] },
                "--workers" => arguments with { Workers = Number() },
                "--stride" => arguments with { Stride = Number() },
                "--skip" => arguments with { Skip = Value().Split(',').Select(step => int.Parse(step, CultureInfo.InvariantCulture)).ToHashSet() },
                "--plant" => arguments with { Plant = Value() },
                "--shrink" => arguments with { Shrinks = true },
                "--teller" => arguments with { IsTeller = true },
                var unknown => throw new ArgumentException($"{unknown} is not known."),
            };
        }

        return arguments;
    }

    public IEnumerable<string> ToWords()
    {
        yield return "--teller";
        foreach ((string name, string? value) in ((string, string?)[])[
            ("--seeds", $"{Seeds}"), ("--from", $"{From}"), ("--stride", $"{Stride}"), ("--seed", Seed?.ToString(CultureInfo.InvariantCulture)),
            ("--list", Listed.Count > 0 ? string.Join(',', Listed) : null), ("--plant", Plant), ("--skip", Skip.Count > 0 ? string.Join(',', Skip) : null)])
        {
            if (value is not null)
            {
                yield return name;
                yield return value;
            }
        }
    }
}
