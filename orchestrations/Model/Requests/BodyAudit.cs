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
    private const int FewNames = 16;

    // Segments are joined only when there is a fault: bodies are mostly good, and deep paths are long.
    private readonly List<(string? Name, int Index)> path = [];

    // The names of the objects around what is checked, the innermost last: most have few, and need no set of their own.
    private readonly List<string> names = [];

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
        int first = names.Count;
        HashSet<string>? seen = null;
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
            if (names.Count - first == FewNames)
            {
                seen ??= new HashSet<string>(names.Skip(first), StringComparer.Ordinal);
            }

            if (!(seen?.Add(name) ?? names.IndexOf(name, first) < 0))
            {
                Report("must not be given twice");
            }
            else if (seen is null)
            {
                names.Add(name);
            }

            Check(property.Value);
            path.RemoveAt(path.Count - 1);
        }

        names.RemoveRange(first, names.Count - first);
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
