using System.Buffers.Binary;
using System.Text;

namespace Work.Embedded.Engine.History;

/// <summary>Reads what <see cref="BlobWriter"/> wrote.</summary>
internal ref struct BlobReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly bool IsAtEnd => rest.IsEmpty;

    public byte Byte()
    {
        var value = rest[0];
        rest = rest[1..];
        return value;
    }

    public bool Bool() => Byte() != 0;

    public long Int()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Byte();
            value |= (ulong)(part & 0x7f) << shift;
            if (part < 0x80)
            {
                break;
            }
        }

        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Int32() => (int)Int();

    public long Long()
    {
        var value = BinaryPrimitives.ReadInt64LittleEndian(rest);
        rest = rest[8..];
        return value;
    }

    public long? OptionalInt() => Bool() ? Int() : null;

    public string? Text()
    {
        var length = Int32();
        if (length < 0)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(rest[..length]);
        rest = rest[length..];
        return text;
    }

    public byte[]? Bytes()
    {
        var length = Int32();
        if (length < 0)
        {
            return null;
        }

        var value = rest[..length].ToArray();
        rest = rest[length..];
        return value;
    }
}
