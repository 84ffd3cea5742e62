using System.Net;
using System.Net.Http.Headers;
using Work.Functions.Files;

namespace Work.Functions.Workers;

/// <summary>What an answer means for the bytes that are here already.</summary>
internal enum RangeVerdict
{
    /// <summary>The body is the whole: begin anew with it.</summary>
    TakeAll,

    /// <summary>The body is what comes next.</summary>
    Continue,

    /// <summary>Nothing is missing.</summary>
    Complete,

    /// <summary>The bytes that are here cannot be gone on with: ask again for the whole.</summary>
    Restart,

    /// <summary>The answer is no file at all; its status says what follows.</summary>
    Refused,
}

/// <summary>
/// The rules of resuming, without any I/O. Bytes are gone on with only when they are known to be the beginning of what the source serves now:
/// by a strong validator sent along as a condition, or else by an equal length.
/// </summary>
internal static class RangeAnswer
{
    /// <summary>The condition to send with a range; null when the source gave no validator that is strong enough.</summary>
    public static RangeConditionHeaderValue? Condition(PartialSource source) => source switch
    {
        { ETag: { } tag } when !tag.StartsWith("W/", StringComparison.Ordinal) => new RangeConditionHeaderValue(EntityTagHeaderValue.Parse(tag)),
        { LastModified: { } modified } => new RangeConditionHeaderValue(modified),
        _ => null,
    };

    /// <summary>Judges the answer to a request for what comes after <paramref name="from"/>; 0 asked for the whole.</summary>
    public static RangeVerdict Judge(HttpResponseMessage answer, PartialSource? source, long from) => answer.StatusCode switch
    {
        HttpStatusCode.OK or HttpStatusCode.NonAuthoritativeInformation => RangeVerdict.TakeAll,
        HttpStatusCode.PartialContent when from > 0 => GoesOn(answer, source!, from) ? RangeVerdict.Continue : RangeVerdict.Restart,
        HttpStatusCode.RequestedRangeNotSatisfiable when from > 0 => IsWhole(answer, source!, from) ? RangeVerdict.Complete : RangeVerdict.Restart,
        _ => RangeVerdict.Refused,
    };

    /// <summary>What the body of a whole answer is the content of.</summary>
    public static PartialSource Describe(string name, HttpResponseMessage answer)
    {
        // A change in the same second as the answer would leave the date as it is, so such a date proves nothing.
        var modified = answer.Content.Headers.LastModified;
        var proves = modified is not null && (answer.Headers.Date is not { } date || date - modified >= TimeSpan.FromSeconds(1));
        return new PartialSource(name, answer.Headers.ETag?.ToString(), proves ? modified : null, answer.Content.Headers.ContentLength);
    }

    private static bool GoesOn(HttpResponseMessage answer, PartialSource source, long from)
    {
        var range = answer.Content.Headers.ContentRange;
        var tag = answer.Headers.ETag?.ToString();
        return range is { Unit: "bytes" } && range.From == from
            && (tag is null || source.ETag is null || tag == source.ETag)
            && IsSameLength(range.Length, source);
    }

    private static bool IsWhole(HttpResponseMessage answer, PartialSource source, long from) =>
        answer.Content.Headers.ContentRange?.Length == from && IsSameLength(from, source);

    private static bool IsSameLength(long? length, PartialSource source) =>
        length is not null && source.Length is not null ? length == source.Length : Condition(source) is not null;
}
