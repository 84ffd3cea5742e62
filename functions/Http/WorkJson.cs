using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>JSON as the API writes it: camelCase, enum values too, instants in UTC with Z, absent rather than null.</summary>
public static class WorkJson
{
    /// <summary>The options for answers.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new InstantConverter());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Rfc3339.TryParse(reader.GetString(), out DateTimeOffset instant) ? instant : throw new JsonException("must be an RFC 3339 instant");

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Rfc3339.Format(value));
    }
}
