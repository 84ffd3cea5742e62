using System.Text.Json;

namespace Work.Model;

/// <summary>Reads one field into the draft.</summary>
internal delegate void FieldRule<in T>(T draft, FieldValue value);

/// <summary>The fields that an object may have. What is not in the table is an unknown field, so that a typo never changes anything silently.</summary>
internal sealed class FieldTable<T>(IReadOnlyDictionary<string, FieldRule<T>> rules)
{
    /// <summary>Reads all fields of an object; false when the value is no object.</summary>
    public bool Read(T draft, FieldValue value)
    {
        if (value.Json.ValueKind != JsonValueKind.Object)
        {
            value.Fault<object>("must be an object");
            return false;
        }

        var prefix = value.Path is "" or "$" ? string.Empty : value.Path + ".";
        foreach (var property in value.Json.EnumerateObject())
        {
            // A name that cannot be read is a fault already.
            if (JsonText.NameOf(property) is not { } name)
            {
                continue;
            }

            var field = value with { Json = property.Value, Path = prefix + JsonText.Quoted(name) };
            if (rules.TryGetValue(name, out var rule))
            {
                rule(draft, field);
            }
            else
            {
                field.Fault<object>("unknown field");
            }
        }

        return true;
    }

    /// <summary>The same table with more fields.</summary>
    public FieldTable<T> With(params ReadOnlySpan<(string Name, FieldRule<T> Rule)> more)
    {
        var all = new Dictionary<string, FieldRule<T>>(rules, StringComparer.Ordinal);
        foreach (var (name, rule) in more)
        {
            all.Add(name, rule);
        }

        return new FieldTable<T>(all);
    }
}
