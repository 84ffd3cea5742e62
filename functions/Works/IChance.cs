namespace Work.Functions.Works;

/// <summary>The only source of chance: ids and jitter are drawn from it.</summary>
public interface IChance
{
    /// <summary>A number from 0 up to, not including, 1.</summary>
    double Next();

    /// <summary>Fills the bytes at random.</summary>
    void Fill(Span<byte> bytes);
}

/// <summary>Chance from the operating system; jitter is left out where tests must be exact.</summary>
public sealed class Chance(bool jitter = true) : IChance
{
    /// <inheritdoc/>
    public double Next() => jitter ? System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue) / (double)int.MaxValue : 0;

    /// <inheritdoc/>
    public void Fill(Span<byte> bytes) => System.Security.Cryptography.RandomNumberGenerator.Fill(bytes);
}
