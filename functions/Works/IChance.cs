using System.Security.Cryptography;

namespace Work.Functions.Works;

/// <summary>The only source of chance: ids and jitter are drawn from it.</summary>
public interface IChance
{
    /// <summary>A number from 0 up to, not including, 1.</summary>
    double Next();

    /// <summary>Fills the bytes at random.</summary>
    void Fill(Span<byte> bytes);

    /// <summary>A word of random hexadecimal digits, two for each byte, that nobody else draws.</summary>
    string Token(int bytes = 12)
    {
        Span<byte> random = stackalloc byte[bytes];
        Fill(random);
        return Convert.ToHexStringLower(random);
    }
}

/// <summary>
/// Chance from the operating system; jitter is left out where tests must be exact. It is drawn in blocks, one for each thread, since a draw of a few bytes costs as
/// much as a block; what has been given out is wiped.
/// </summary>
public sealed class Chance(bool jitter = true) : IChance
{
    private const int BlockBytes = 1024;
    private const int MostFromBlock = 64;

    [ThreadStatic]
    private static byte[]? block;

    [ThreadStatic]
    private static int left;

    /// <inheritdoc/>
    public double Next()
    {
        if (!jitter)
        {
            return 0;
        }

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        Fill(bytes);
        return BitConverter.ToUInt32(bytes) / (uint.MaxValue + 1.0);
    }

    /// <inheritdoc/>
    public void Fill(Span<byte> bytes)
    {
        if (bytes.Length > MostFromBlock)
        {
            RandomNumberGenerator.Fill(bytes);
            return;
        }

        block ??= new byte[BlockBytes];
        if (left < bytes.Length)
        {
            RandomNumberGenerator.Fill(block);
            left = BlockBytes;
        }

        Span<byte> given = block.AsSpan(left - bytes.Length, bytes.Length);
        given.CopyTo(bytes);
        given.Clear();
        left -= bytes.Length;
    }
}
