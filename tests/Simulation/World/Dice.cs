namespace Work.Simulation.World;

/// <summary>Chance from a seed (SplitMix64). Streams of one seed do not disturb each other: what one draws changes nothing for another.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong state = seed;

    /// <summary>A stream of its own.</summary>
    public static Dice Of(ulong seed, ulong stream) => new(Mix(seed + (0x9E3779B97F4A7C15UL * (stream + 1))));

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15UL;
        return Mix(state);
    }

    /// <summary>From 0 up to, not including, <paramref name="below"/>.</summary>
    public int Below(int below) => (int)((Next() >> 11) % (ulong)below);

    /// <summary>Both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>True in so many of a hundred.</summary>
    public bool Chance(int percent) => Below(100) < percent;

    public T Pick<T>(IReadOnlyList<T> from) => from[Below(from.Count)];

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
