using System.Buffers.Binary;
using Work.Functions.Works;

namespace Work.Functions.Files.Blobs;

/// <summary>Names the blocks that one writer stages. Its own, so that two writers of one blob never commit each other's bytes.</summary>
internal sealed class BlockIds
{
    private const int WriterBytes = 12;

    private readonly byte[] id = new byte[WriterBytes + sizeof(int)];
    private int drawn;

    public BlockIds(IChance chance) => chance.Fill(id.AsSpan(0, WriterBytes));

    /// <summary>The next one. All have one length, as the service wants it.</summary>
    public string Draw()
    {
        BinaryPrimitives.WriteInt32BigEndian(id.AsSpan(WriterBytes), drawn++);
        return Convert.ToBase64String(id);
    }
}
