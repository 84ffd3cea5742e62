using System.Text.Json;

namespace Model.Tests.Graphs;

/// <summary>JSON as Durable Task's converter writes and reads it.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new() { IncludeFields = true };

    public static string Of<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options)!;
}
