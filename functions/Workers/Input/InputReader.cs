using System.Text.Json;
using Work.Functions.Files;
using Work.Model;

namespace Work.Functions.Workers;

/// <summary>
/// Reads a worker's input and collects every fault of it, so that one run tells them all. Keys that the worker does not know are left alone:
/// prerequisites' outputs are merged in. A one-element array stands for its element, since the array-creating merger makes arrays of everything.
/// </summary>
internal sealed class InputReader(JsonElement input)
{
    private readonly List<string> faults = [];

    /// <summary>The failure that names all faults; null when there are none.</summary>
    public WorkResult? Failure => faults.Count == 0 ? null : WorkResult.Failure(new WorkError(ErrorTypes.InvalidInput, string.Join("; ", faults) + "."));

    public bool Has(string key) => Find(key) is not null;

    public void Fault(string fault) => faults.Add(fault);

    /// <summary>The value as it stands, or null when it is missing or null.</summary>
    public JsonElement? Raw(string key) => input.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>A string, or null when it is missing or at fault.</summary>
    public string? Text(string key, bool required = false)
    {
        var value = Find(key);
        if (value is { ValueKind: JsonValueKind.String } && JsonText.Of(value.Value) is { } text)
        {
            return text;
        }

        if (value is not null || required)
        {
            Fault($"'{key}' {(value is null ? "is missing" : "must be a string")}");
        }

        return null;
    }

    /// <summary>A string or an array of strings; empty when missing.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        var value = Raw(key);
        var items = value switch
        {
            null => [],
            { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().ToList(),
            { } single => [single],
        };
        var texts = items.ConvertAll(TextOf);
        if (texts.Contains(null))
        {
            Fault($"'{key}' must be a string or an array of strings");
            return [];
        }

        return texts!;
    }

    public bool? Flag(string key)
    {
        var value = Find(key);
        if (value is not (null or { ValueKind: JsonValueKind.True or JsonValueKind.False }))
        {
            Fault($"'{key}' must be true or false");
        }

        return value?.ValueKind switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null };
    }

    public TimeSpan? Duration(string key, bool required = false)
    {
        var text = Text(key, required);
        if (text is null)
        {
            return null;
        }

        if (IsoDuration.TryParse(text, out var duration) && duration >= TimeSpan.Zero)
        {
            return duration;
        }

        Fault($"'{key}' must be an ISO 8601 duration that is not negative");
        return null;
    }

    public string? FileName(string key, bool required = false)
    {
        var name = Text(key, required);
        if (name is null || FileNames.Fault(name) is not { } fault)
        {
            return name;
        }

        Fault($"'{key}' {fault}");
        return null;
    }

    /// <summary>An absolute http or https address, or null when it is missing or at fault.</summary>
    public Uri? Url(string key)
    {
        var text = Text(key, required: true);
        if (text is null)
        {
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
        {
            Fault($"'{key}' must be an absolute http or https address");
            return null;
        }

        if (url.UserInfo.Length > 0)
        {
            Fault($"'{key}' must not carry a user name or password");
            return null;
        }

        return url;
    }

    /// <summary>An object of strings, or of arrays of strings, in the order of the input.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers(string key)
    {
        var value = Find(key);
        if (value is not { ValueKind: JsonValueKind.Object })
        {
            if (value is not null)
            {
                Fault($"'{key}' must be an object");
            }

            return [];
        }

        var headers = new List<KeyValuePair<string, string>>();
        foreach (var header in value.Value.EnumerateObject())
        {
            var name = JsonText.NameOf(header) ?? "";
            var fault = (string?)null;
            foreach (var item in header.Value.ValueKind == JsonValueKind.Array ? header.Value.EnumerateArray().ToList() : [header.Value])
            {
                var text = TextOf(item);
                fault ??= text is null ? "must be a string or an array of strings" : RequestHeaders.Fault(name, text);
                headers.Add(new(name, text ?? ""));
            }

            if (fault is not null)
            {
                Fault($"'{key}.{name}' {fault}");
            }
        }

        return headers;
    }

    private static string? TextOf(JsonElement item) => item.ValueKind == JsonValueKind.String ? JsonText.Of(item) : null;

    private JsonElement? Find(string key) => Raw(key) is { ValueKind: JsonValueKind.Array } array && array.GetArrayLength() == 1
        ? array[0].ValueKind == JsonValueKind.Null ? null : array[0]
        : Raw(key);
}
