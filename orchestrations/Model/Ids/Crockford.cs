namespace Work.Model;

/// <summary>Crockford's base 32 in lower case: its letters sort as their values do, and none is mistaken for a digit.</summary>
internal static class Crockford
{
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>Fills <paramref name="target"/> with the low bits of <paramref name="value"/>, five for each letter.</summary>
    public static void Write(ulong value, Span<char> target)
    {
        for (var i = target.Length - 1; i >= 0; i--)
        {
            target[i] = Letters[(int)(value & 31)];
            value >>= 5;
        }
    }

    /// <summary>Reads at most twelve letters; false when one is not of the alphabet.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out ulong value)
    {
        value = 0;
        foreach (var letter in text)
        {
            var digit = Letters.IndexOf(letter, StringComparison.Ordinal);
            if (digit < 0)
            {
                return false;
            }

            value = (value << 5) | (uint)digit;
        }

        return true;
    }
}
