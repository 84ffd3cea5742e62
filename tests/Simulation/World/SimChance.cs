using Work.Functions.Works;

namespace Work.Simulation.World;

/// <summary>The app's chance, from the seed.</summary>
internal sealed class SimChance(Dice dice) : IChance
{
    public double Next() => dice.Below(1_000_000) / 1_000_000.0;

    public void Fill(Span<byte> bytes)
    {
        for (int index = 0; index < bytes.Length; index++)
        {
            bytes[index] = (byte)dice.Below(256);
        }
    }
}
