using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Work.Model;

/// <summary>Takes a batch apart. Only the batch itself is judged here: each request is read, and refused, by itself.</summary>
public static class BatchReader
{
    /// <summary>The most requests of one batch.</summary>
    public const int MaxRequests = 1_000;

    // The object and the array of the batch lie around each request, which may be as deep as it could be alone.
    private const int LevelsAround = 2;

    /// <summary>Reads <c>{ "requests": [...] }</c>: the requests as they were written, in order. Never throws for what the body holds.</summary>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8Body,
        WorkLimits limits,
        [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? requests,
        [NotNullWhen(false)] out RejectedReading? rejection)
    {
        var around = limits with { MaxJsonDepth = limits.MaxJsonDepth + LevelsAround };
        var reading = new BodyReading(new EnqueueContext(around, new HashSet<string>(), default));
        using var document = BodyParser.Parse(utf8Body, reading);
        requests = document is null ? null : ReadRoot(new FieldValue(document.RootElement, "$", reading));
        rejection = requests is null ? reading.Faults.ToReading() : null;
        return requests is not null;
    }

    private static IReadOnlyList<ReadOnlyMemory<byte>>? ReadRoot(FieldValue root)
    {
        var draft = new Draft();
        var fields = new FieldTable<Draft>(new Dictionary<string, FieldRule<Draft>>(StringComparer.Ordinal) { ["requests"] = ReadRequests });
        var faults = root.Body.Faults;
        if (!fields.Read(draft, root))
        {
            return null;
        }

        if (root.Json.EnumerateObject().Any(field => JsonText.NameOf(field) is null))
        {
            faults.Invalid("$", "must not contain a property name with an unpaired surrogate");
        }

        if (!draft.IsGiven)
        {
            faults.Invalid("requests", "is required");
        }

        return faults.Any ? null : draft.Requests;
    }

    private static void ReadRequests(Draft draft, FieldValue value)
    {
        if (draft.IsGiven)
        {
            value.Fault<object>("must not be given twice");
            return;
        }

        draft.IsGiven = true;
        int count = value.Json.ValueKind == JsonValueKind.Array ? value.Json.GetArrayLength() : -1;
        if (count is < 1)
        {
            value.Fault<object>(count == 0 ? "must not be empty" : "must be an array");
        }
        else if (count > MaxRequests)
        {
            value.Body.Faults.TooLarge(value.Path, $"must have at most {MaxRequests} entries, has {count}");
        }
        else
        {
            draft.Requests = [.. value.Json.EnumerateArray().Select(request => (ReadOnlyMemory<byte>)JsonMarshal.GetRawUtf8Value(request).ToArray())];
        }
    }

    private sealed class Draft
    {
        public bool IsGiven { get; set; }

        public IReadOnlyList<ReadOnlyMemory<byte>> Requests { get; set; } = [];
    }
}
