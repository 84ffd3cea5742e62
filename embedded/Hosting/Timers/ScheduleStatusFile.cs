using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Work.Embedded.Hosting.Setup;

namespace Work.Embedded.Hosting.Timers;

/// <summary>A timer function's status on disk: <c>timers/(name).json</c> in the data directory.</summary>
internal sealed class ScheduleStatusFile(string dataDirectory, string function)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);
    private readonly string path = Path.Combine(dataDirectory, "timers", function.ToLowerInvariant() + ".json");

    /// <summary>The status; null before the first is written.</summary>
    /// <exception cref="InvalidOperationException">The file is damaged.</exception>
    public ScheduleStatus? Read()
    {
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<ScheduleStatus>(File.ReadAllBytes(path), Format) : null;
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"The schedule status in {path} cannot be read; delete the file to start the schedule anew.", e);
        }
    }

    public void Write(ScheduleStatus status) => DurableFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(status, Format));
}
