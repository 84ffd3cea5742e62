using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Load.Fuzz;

/// <summary>Writes bodies as a schema asks for them, and goes astray now and then, at any place.</summary>
internal sealed class JsonMaker(Contract contract, Words words, Random chance, double oddity)
{
    private const int Deepest = 8;

    // Fields of a work exclude one another: of many, few are taken.
    private const int ManyProperties = 10;
    private readonly StringBuilder text = new();
    private int depth;

    /// <summary>A body.</summary>
    public static string Make(Contract contract, JsonElement schema, Words words, Random chance, double oddity)
    {
        var maker = new JsonMaker(contract, words, chance, oddity);
        maker.Write(schema, "");
        return maker.text.ToString();
    }

    private void Write(JsonElement schema, string field)
    {
        if (chance.NextDouble() < oddity)
        {
            text.Append(OddJson.Next(chance));
            return;
        }

        depth++;
        if (field == "input" || depth > Deepest)
        {
            WriteInput();
        }
        else if (Choice(schema) is { } choice)
        {
            Write(choice, field);
        }
        else if (Values(schema) is { } values)
        {
            text.Append(values[chance.Next(values.Count)].GetRawText());
        }
        else
        {
            WriteTyped(schema, field);
        }

        depth--;
    }

    // What another schema says is taken where this one has nothing of its own.
    private JsonElement? Choice(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference) && !schema.TryGetProperty("properties", out _))
        {
            return contract.Resolve(reference.GetString()!);
        }

        return !schema.TryGetProperty("properties", out _)
            && (schema.TryGetProperty("oneOf", out JsonElement of) || schema.TryGetProperty("anyOf", out of) || schema.TryGetProperty("allOf", out of))
            ? of[chance.Next(of.GetArrayLength())] : null;
    }

    private static List<JsonElement>? Values(JsonElement schema) =>
        schema.TryGetProperty("enum", out JsonElement values) ? [.. values.EnumerateArray()]
        : schema.TryGetProperty("const", out JsonElement only) ? [only] : null;

    private void WriteTyped(JsonElement schema, string field)
    {
        string type = !schema.TryGetProperty("type", out JsonElement said) ? "object"
            : said.ValueKind == JsonValueKind.String ? said.GetString()! : said[chance.Next(said.GetArrayLength())].GetString()!;
        switch (type)
        {
            case "object":
                WriteObject(schema);
                break;
            case "array":
                WriteArray(schema, field);
                break;
            case "string":
                WriteString(schema, field);
                break;
            case "boolean":
                text.Append(chance.Next(2) == 0 ? "true" : "false");
                break;
            case "null":
                text.Append("null");
                break;
            default:
                text.Append(Number(schema).ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    private void WriteObject(JsonElement schema)
    {
        List<JsonProperty> properties = PropertiesOf(schema);
        HashSet<string> required = RequiredOf(schema);
        bool isFirst = true;
        text.Append('{');
        double share = chance.NextDouble() * (properties.Count > ManyProperties ? 0.12 : 0.4);
        foreach (JsonProperty property in properties)
        {
            bool isAsked = required.Contains(property.Name) || chance.NextDouble() < share || (properties.Count == 1 && chance.Next(2) == 0);
            if (isAsked != chance.NextDouble() < oddity)
            {
                WriteProperty(property.Name, property.Value, ref isFirst);
                if (chance.NextDouble() < oddity / 4)
                {
                    WriteProperty(property.Name, property.Value, ref isFirst);
                }
            }
        }

        if (chance.NextDouble() < oddity)
        {
            text.Append(isFirst ? "" : ",").Append(chance.Next(3) == 0 ? "\"\\ud800\"" : "\"unknown\"").Append(':').Append(OddJson.Next(chance));
        }

        text.Append('}');
    }

    private void WriteProperty(string name, JsonElement schema, ref bool isFirst)
    {
        text.Append(isFirst ? "\"" : ",\"").Append(name).Append("\":");
        isFirst = false;
        Write(schema, name);
    }

    private List<JsonProperty> PropertiesOf(JsonElement schema)
    {
        var found = new List<JsonProperty>();
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            found.AddRange(PropertiesOf(contract.Resolve(reference.GetString()!)));
        }

        if (schema.TryGetProperty("properties", out JsonElement own))
        {
            found.AddRange(own.EnumerateObject());
        }

        return found;
    }

    private HashSet<string> RequiredOf(JsonElement schema)
    {
        JsonElement one = schema.TryGetProperty("$ref", out JsonElement reference) ? contract.Resolve(reference.GetString()!) : schema;
        IEnumerable<string> names = one.TryGetProperty("required", out JsonElement required) ? required.EnumerateArray().Select(name => name.GetString()!) : [];
        if (schema.TryGetProperty("oneOf", out JsonElement either))
        {
            JsonElement picked = either[chance.Next(either.GetArrayLength())];
            names = names.Concat(picked.TryGetProperty("required", out required) ? required.EnumerateArray().Select(name => name.GetString()!) : []);
        }

        return [.. names];
    }

    private void WriteArray(JsonElement schema, string field)
    {
        int count = chance.Next(200) == 0 ? 60 : chance.Next(4);
        text.Append('[');
        for (int i = 0; i < count; i++)
        {
            text.Append(i == 0 ? "" : ",");
            Write(schema.TryGetProperty("items", out JsonElement items) ? items : schema, field);
        }

        text.Append(']');
    }

    private void WriteString(JsonElement schema, string field)
    {
        string? format = schema.TryGetProperty("format", out JsonElement said) ? said.GetString() : null;
        string word = format switch
        {
            "duration" => Words.Duration(chance),
            "date-time" => Words.Instant(chance),
            _ => words.For(field, chance),
        };
        text.Append(JsonSerializer.Serialize(word));
    }

    private long Number(JsonElement schema)
    {
        long least = schema.TryGetProperty("minimum", out JsonElement minimum) ? minimum.GetInt64() : 0;
        long most = schema.TryGetProperty("maximum", out JsonElement maximum) ? maximum.GetInt64() : 1_000;
        return chance.Next(6) switch { 0 => least, 1 => most, _ => chance.NextInt64(least, Math.Min(most, least + 50)) };
    }

    private void WriteInput() => text.Append(chance.Next(5) switch
    {
        0 => "{}",
        1 => $$"""{"url":"{{words.For("url", chance)}}","to":"x/{{chance.Next(9)}}","files":["a.txt"],"from":"a.txt","method":"POST","headers":{"a":"b"} }""",
        2 => $$"""{"a":{{OddOr("1")}},"b":[1,{"c":{{OddOr("\"d\"")}}}]}""",
        _ => $$"""{"for":"{{words.For("for", chance)}}"}""",
    });

    private string OddOr(string value) => chance.NextDouble() < oddity ? OddJson.Next(chance) : value;
}
