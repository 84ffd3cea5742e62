using System.Text.Json;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>
/// Instants as whole milliseconds since 1970. A record is stored at every step and must fit, with its neighbours,
/// into a custom status of 16 KB: thirteen digits instead of thirty-odd characters.
/// </summary>
internal sealed class UnixMilliseconds : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64());

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value.ToUnixTimeMilliseconds());
}
