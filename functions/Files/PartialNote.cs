using System.Text.Json;

namespace Work.Functions.Files;

/// <summary>What is known of a partial file's bytes.</summary>
/// <param name="Source">Where they come from.</param>
/// <param name="DurableLength">How many of them were flushed.</param>
internal sealed record PartialNote(PartialSource Source, long DurableLength)
{
    private const string Ending = ".json";

    /// <summary>Reads the note beside the bytes; null when there is none that can be read, and then the bytes are worth nothing.</summary>
    public static PartialNote? Read(string bytesPath)
    {
        try
        {
            var note = JsonSerializer.Deserialize<PartialNote>(File.ReadAllBytes(bytesPath + Ending));
            return note is { Source.Source: not null, DurableLength: >= 0 } ? note : null;
        }
        catch (Exception fault) when (fault is FileNotFoundException or JsonException)
        {
            return null;
        }
    }

    public static void Delete(string bytesPath) => File.Delete(bytesPath + Ending);

    /// <summary>Replaces the note in one step. The name is durable only after the folder is flushed; until then the older note may come back.</summary>
    public void Write(string bytesPath)
    {
        var path = bytesPath + Ending;
        var next = path + ".next";
        using (var stream = new FileStream(next, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            JsonSerializer.Serialize(stream, this);
            stream.Flush(flushToDisk: true);
        }

        File.Move(next, path, overwrite: true);
    }
}
