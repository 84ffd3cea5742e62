using System.Buffers.Binary;
using System.Text;

namespace Work.Embedded.Engine.History;

/// <summary>Writes the compact binary form of history and messages: variable-length integers, length-prefixed UTF-8.</summary>
internal sealed class BlobWriter
{
    [ThreadStatic]
    private static BlobWriter? shared;

    private byte[] buffer = new byte[512];
    private int length;

    /// <summary>This thread's writer, emptied. Take the bytes before anybody else on the thread asks for it.</summary>
    public static BlobWriter Start()
    {
        var writer = shared ??= new BlobWriter();
        writer.length = 0;
        if (writer.buffer.Length > 1 << 20)
        {
            writer.buffer = new byte[512];
        }

        return writer;
    }

    public byte[] ToArray() => buffer.AsSpan(0, length).ToArray();

    public void Byte(byte value)
    {
        Reserve(1);
        buffer[length++] = value;
    }

    public void Bool(bool value) => Byte(value ? (byte)1 : (byte)0);

    public void Int(long value)
    {
        var rest = (ulong)((value << 1) ^ (value >> 63));
        Reserve(10);
        while (rest >= 0x80)
        {
            buffer[length++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        buffer[length++] = (byte)rest;
    }

    public void Long(long value)
    {
        Reserve(8);
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(length), value);
        length += 8;
    }

    public void OptionalInt(long? value)
    {
        Bool(value.HasValue);
        if (value is { } known)
        {
            Int(known);
        }
    }

    public void Text(string? value)
    {
        if (value is null)
        {
            Int(-1);
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(value);
        Int(bytes);
        Reserve(bytes);
        length += Encoding.UTF8.GetBytes(value, buffer.AsSpan(length));
    }

    public void Bytes(byte[]? value)
    {
        Int(value?.Length ?? -1);
        if (value is not null)
        {
            Reserve(value.Length);
            value.CopyTo(buffer.AsSpan(length));
            length += value.Length;
        }
    }

    private void Reserve(int more)
    {
        if (length + more > buffer.Length)
        {
            Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + more));
        }
    }
}
