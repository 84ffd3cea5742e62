namespace Work.Functions.Tests.Files;

/// <summary>Contents for the contract of file stores.</summary>
internal static class StoreBytes
{
    private const int PieceBytes = 1_000_003;

    /// <summary>More than one request carries.</summary>
    public static byte[] Large { get; } = [.. Enumerable.Range(0, (9 * 1024 * 1024) + 7).Select(i => (byte)((i * 31) ^ (i >> 12)))];

    /// <summary>It in pieces that fit nothing.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Pieces => Enumerable.Range(0, (Large.Length / PieceBytes) + 1)
        .Select(piece => (ReadOnlyMemory<byte>)Large.AsMemory(piece * PieceBytes, Math.Min(PieceBytes, Large.Length - (piece * PieceBytes))));

    /// <summary>Whether bytes are those, or how many of them come first.</summary>
    public static bool IsLarge(byte[]? bytes, int? first = null) => bytes is not null && bytes.AsSpan().SequenceEqual(Large.AsSpan(0, first ?? Large.Length));
}
