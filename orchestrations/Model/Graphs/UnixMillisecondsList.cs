using System.Text.Json;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>A list of instants, each as <see cref="UnixMilliseconds"/>.</summary>
internal sealed class UnixMillisecondsList : JsonConverter<IReadOnlyList<DateTimeOffset>>
{
    public override IReadOnlyList<DateTimeOffset> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var instants = new List<DateTimeOffset>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            instants.Add(DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64()));
        }

        return instants;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<DateTimeOffset> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (DateTimeOffset instant in value)
        {
            writer.WriteNumberValue(instant.ToUnixTimeMilliseconds());
        }

        writer.WriteEndArray();
    }
}
