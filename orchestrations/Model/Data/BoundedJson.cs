using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Work.Model;

/// <summary>
/// One JSON object put together from raw parts, up to a limit of bytes. Parts are taken as they were written, since
/// re-encoding could make an input that was accepted grow over the limit.
/// </summary>
internal sealed class BoundedJson
{
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 1024 };

    private readonly ArrayBufferWriter<byte> buffer = new();
    private readonly int maxBytes;
    private bool hasKeys;

    public BoundedJson(int maxBytes)
    {
        this.maxBytes = maxBytes;
        buffer.Write("{"u8);
    }

    public bool TryWriteName(ReadOnlySpan<byte> rawName)
    {
        var written = TryWriteRaw(hasKeys ? ",\""u8 : "\""u8) && TryWriteRaw(rawName) && TryWriteRaw("\":"u8);
        hasKeys = true;
        return written;
    }

    public bool TryWriteArray(IEnumerable<JsonElement> elements)
    {
        var any = false;
        foreach (var element in elements)
        {
            if (!TryWriteRaw(any ? ","u8 : "["u8) || !TryWriteRaw(JsonMarshal.GetRawUtf8Value(element)))
            {
                return false;
            }

            any = true;
        }

        return TryWriteRaw(any ? "]"u8 : "[]"u8);
    }

    public bool TryWriteRaw(ReadOnlySpan<byte> raw)
    {
        if (raw.Length > maxBytes - buffer.WrittenCount)
        {
            return false;
        }

        buffer.Write(raw);
        return true;
    }

    public bool TryClose(out JsonElement value)
    {
        value = default;
        if (!TryWriteRaw("}"u8))
        {
            return false;
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory, AnyDepth);
        value = document.RootElement.Clone();
        return true;
    }
}
