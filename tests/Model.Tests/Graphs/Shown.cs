using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Work.Model;

namespace Model.Tests.Graphs;

/// <summary>Values as text, down to the last property: lists and JSON by what is in them, so that two records can be compared.</summary>
internal static class Shown
{
    public static string Of(object? value) => value switch
    {
        null => "none",
        string text => $"'{text}'",
        JsonElement json => JsonText.Of(json),
        DateTimeOffset at => at.ToString("O", CultureInfo.InvariantCulture),
        IFormattable plain => plain.ToString(null, CultureInfo.InvariantCulture),
        bool truth => truth.ToString(),
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Of))}]",
        _ => $"{{{string.Join(", ", Properties(value).Select(property => $"{property.Name}={Of(property.GetValue(value))}"))}}}",
    };

    /// <summary>What differs between two records, instants relative to now; "nothing" when they are alike.</summary>
    public static string Change(WorkRecord before, WorkRecord after)
    {
        List<string> changes = [.. Properties(before)
            .Where(property => Of(property.GetValue(before)) != Of(property.GetValue(after)))
            .Select(property => $"{property.Name}={Brief(property.GetValue(after))}")];
        return changes.Count == 0 ? "nothing" : string.Join(' ', changes);
    }

    private static string Brief(object? value) => value switch
    {
        DateTimeOffset at => string.Create(CultureInfo.InvariantCulture, $"{(at - Given.Now).TotalSeconds:+0;-0;0}s"),
        WorkError error => error.Type,
        Payload { Inline: { } inline } => inline.GetRawText(),
        IReadOnlyList<Attempt> attempts => string.Join(',', attempts.Select(a => $"{a.Number}:{a.Result}:{a.StopReason}")),
        _ => Of(value),
    };

    private static IEnumerable<PropertyInfo> Properties(object value) =>
        value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0);
}
