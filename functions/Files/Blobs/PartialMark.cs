using System.Text.Json;
using Work.Functions.Works;

namespace Work.Functions.Files.Blobs;

/// <summary>What is written into a partial file beside its bytes.</summary>
/// <param name="Source">Where they come from.</param>
/// <param name="Opener">Who opened it last.</param>
internal sealed record PartialMark(PartialSource Source, string Opener = "")
{
    private const string SourceKey = "source";
    private const string OpenerKey = "opener";

    // The service takes 8 KB of metadata.
    private const int MaxSourceCharacters = 7 * 1024;

    /// <summary>It as the blob's metadata. A source that is too long for them is left out: then nobody goes on from these bytes.</summary>
    public IDictionary<string, string> Metadata
    {
        get
        {
            var source = Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(Source));
            return new Dictionary<string, string> { [OpenerKey] = Opener, [SourceKey] = source.Length <= MaxSourceCharacters ? source : "" };
        }
    }

    /// <summary>The same for another opener.</summary>
    public PartialMark By(IChance chance) => this with { Opener = chance.Token(16) };

    /// <summary>Reads it; null when there is none that can be read, and then the bytes are worth nothing.</summary>
    public static PartialMark? Read(IDictionary<string, string> metadata)
    {
        try
        {
            return metadata.TryGetValue(OpenerKey, out var opener) && metadata.TryGetValue(SourceKey, out var text)
                && JsonSerializer.Deserialize<PartialSource>(Convert.FromBase64String(text)) is { Source: not null } source
                ? new PartialMark(source, opener)
                : null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            return null;
        }
    }
}
