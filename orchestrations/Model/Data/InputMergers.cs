using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Work.Model;

/// <summary>
/// Makes one input of a work's own input and the outputs of its prerequisites. Linear in what it is given, and it stops
/// writing at the limit. Values are copied byte for byte; keys keep the order in which they were first seen.
/// </summary>
public static class InputMergers
{
    /// <summary>The error type when values of different kinds meet under one key.</summary>
    public const string ClashError = "inputMergerClash";

    /// <summary>The error type when the merged object is over the limit.</summary>
    public const string TooLargeError = "mergedInputTooLarge";

    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    /// <summary>
    /// Merges the own input first, then the outputs in the given order; null counts as the empty object.
    /// Overwriting: the last value of a key wins. Array-creating: every value of the result is an array; an array is kept or
    /// concatenated, a single value becomes one element. All JSON numbers are one kind (JSON has no Int and Long to clash),
    /// null counts as a string, and what is empty agrees with everything.
    /// </summary>
    /// <exception cref="InvalidOperationException">A given element is not an object.</exception>
    public static MergeResult Merge(InputMerger kind, JsonElement? own, IReadOnlyList<JsonElement?> outputs, int maxBytes)
    {
        if (kind == InputMerger.Overwriting && TryTakeOnly(own, outputs) is { } only)
        {
            return JsonMarshal.GetRawUtf8Value(only).Length <= maxBytes ? new MergeResult(only) : TooLarge(maxBytes);
        }

        var keys = new OrderedDictionary<string, MergedKey>(StringComparer.Ordinal);
        foreach (var input in outputs.Prepend(own))
        {
            if (input is { } given && TakeAll(kind, given, keys) is { } clash)
            {
                return new MergeResult(clash);
            }
        }

        var json = new BoundedJson(maxBytes);
        foreach (var key in keys.Values)
        {
            if (!key.TryWrite(json, kind == InputMerger.ArrayCreating))
            {
                return TooLarge(maxBytes);
            }
        }

        return json.TryClose(out var merged) ? new MergeResult(merged) : TooLarge(maxBytes);
    }

    // The commonest case by far, a work without prerequisites, copies nothing.
    private static JsonElement? TryTakeOnly(JsonElement? own, IReadOnlyList<JsonElement?> outputs)
    {
        var only = own;
        foreach (var output in outputs)
        {
            if (output is null)
            {
                continue;
            }

            if (only is not null)
            {
                return null;
            }

            only = output;
        }

        return only ?? Empty;
    }

    private static WorkError? TakeAll(InputMerger kind, JsonElement input, OrderedDictionary<string, MergedKey> keys)
    {
        foreach (var property in input.EnumerateObject())
        {
            var rawName = JsonMarshal.GetRawUtf8PropertyName(property);
            var name = JsonText.NameOf(property) ?? Encoding.UTF8.GetString(rawName);
            if (!keys.TryGetValue(name, out var key))
            {
                key = new MergedKey(rawName.ToArray());
                keys.Add(name, key);
            }

            if (kind == InputMerger.Overwriting)
            {
                key.Replace(property.Value);
            }
            else if (!key.TryAppend(property.Value))
            {
                return new WorkError(ClashError, $"values of different types meet under the key '{JsonText.Quoted(name)}'");
            }
        }

        return null;
    }

    private static MergeResult TooLarge(int maxBytes) =>
        new(new WorkError(TooLargeError, $"the merged input is over {maxBytes} bytes"));
}
