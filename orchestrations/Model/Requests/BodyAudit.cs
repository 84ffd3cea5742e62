using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Work.Model;

/// <summary>
/// Finds, anywhere in a body, what JSON's grammar lets pass but no two readers agree on: repeated property names and
/// escapes that are no Unicode. After it, only faulty bodies hold texts that cannot be read.
/// </summary>
internal sealed class BodyAudit(FaultList faults)
{
    // Segments are joined only when there is a fault: bodies are mostly good, and deep paths are long.
    private readonly List<(string? Name, int Index)> path = [];

    /// <summary>Checks a value and all within it, until the list of faults is full.</summary>
    public void Check(JsonElement value)
    {
        if (faults.IsFull)
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                CheckObject(value);
                break;
            case JsonValueKind.Array:
                CheckArray(value);
                break;
            case JsonValueKind.String when JsonMarshal.GetRawUtf8Value(value).Contains((byte)'\\') && JsonText.Of(value) is null:
                Report("must not contain an unpaired surrogate");
                break;
        }
    }

    private void CheckObject(JsonElement value)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in value.EnumerateObject())
        {
            if (faults.IsFull)
            {
                return;
            }

            if (JsonText.NameOf(property) is not { } name)
            {
                Report("must not contain a property name with an unpaired surrogate");
                continue;
            }

            path.Add((name, 0));
            if (!seen.Add(name))
            {
                Report("must not be given twice");
            }

            Check(property.Value);
            path.RemoveAt(path.Count - 1);
        }
    }

    private void CheckArray(JsonElement value)
    {
        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            path.Add((null, index++));
            Check(element);
            path.RemoveAt(path.Count - 1);
        }
    }

    private void Report(string message)
    {
        var text = new StringBuilder();
        foreach (var (name, index) in path)
        {
            _ = name is null ? text.Append('[').Append(index).Append(']')
                : text.Append(text.Length == 0 ? string.Empty : ".").Append(JsonText.Quoted(name));
        }

        faults.Invalid(text.Length == 0 ? "$" : text.ToString(), message);
    }
}
