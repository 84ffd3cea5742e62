using System.Runtime.InteropServices;
using System.Text.Json;

namespace Work.Model;

/// <summary>One key of a merge: the values it has met, and the kind that all of them share.</summary>
internal sealed class MergedKey(byte[] rawName)
{
    private readonly List<JsonElement> values = [];
    private ElementKind kind;

    private enum ElementKind
    {
        // Nothing but empty arrays so far: agrees with everything.
        Open,
        Text,
        Number,
        Truth,
        Object,
        Array,

        // One array of several kinds: kept as it is, but nothing can join it.
        Mixed,
    }

    public void Replace(JsonElement value)
    {
        values.Clear();
        values.Add(value);
    }

    public bool TryAppend(JsonElement value)
    {
        var joining = values.Count > 0;
        var next = value.ValueKind == JsonValueKind.Array ? KindOfElements(value) : KindOf(value);
        values.Add(value);
        if (next == ElementKind.Open)
        {
            return true;
        }

        var agrees = !joining || kind == ElementKind.Open || (kind == next && kind != ElementKind.Mixed);
        kind = next;
        return agrees;
    }

    /// <summary>Writes the key with its value, or with all values as one array; false when the limit is reached.</summary>
    public bool TryWrite(BoundedJson json, bool asArray)
    {
        if (!json.TryWriteName(rawName))
        {
            return false;
        }

        return asArray ? json.TryWriteArray(values.SelectMany(Elements)) : json.TryWriteRaw(JsonMarshal.GetRawUtf8Value(values[0]));
    }

    private static IEnumerable<JsonElement> Elements(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : [value];

    private static ElementKind KindOfElements(JsonElement array)
    {
        var shared = ElementKind.Open;
        foreach (var element in array.EnumerateArray())
        {
            var next = KindOf(element);
            if (shared != ElementKind.Open && shared != next)
            {
                return ElementKind.Mixed;
            }

            shared = next;
        }

        return shared;
    }

    private static ElementKind KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => ElementKind.Number,
        JsonValueKind.True or JsonValueKind.False => ElementKind.Truth,
        JsonValueKind.Object => ElementKind.Object,
        JsonValueKind.Array => ElementKind.Array,
        _ => ElementKind.Text,
    };
}
