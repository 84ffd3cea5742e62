namespace Work.Embedded.Engine.History;

/// <summary>The form of tags on disk.</summary>
internal static class TagCodec
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    public static byte[]? ToBytes(IEnumerable<KeyValuePair<string, string>>? tags)
    {
        var known = tags?.ToList();
        if (known is not { Count: > 0 })
        {
            return null;
        }

        var writer = BlobWriter.Start();
        writer.Int(known.Count);
        foreach (var (name, value) in known)
        {
            writer.Text(name);
            writer.Text(value);
        }

        return writer.ToArray();
    }

    public static IReadOnlyDictionary<string, string> FromBytes(byte[]? bytes)
    {
        if (bytes is null)
        {
            return None;
        }

        var reader = new BlobReader(bytes);
        var count = reader.Int32();
        var tags = new Dictionary<string, string>(count);
        for (var index = 0; index < count; index++)
        {
            tags[reader.Text()!] = reader.Text()!;
        }

        return tags;
    }
}
