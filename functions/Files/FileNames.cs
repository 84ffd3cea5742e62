using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Work.Functions.Files;

/// <summary>The rule for names of stored files. Stricter than any one system, so that a store can be moved between them.</summary>
public static class FileNames
{
    /// <summary>The most bytes that a name may have in UTF-8.</summary>
    public const int MaxBytes = 1024;

    /// <summary>The most bytes that one segment may have in UTF-8.</summary>
    public const int MaxSegmentBytes = 255;

    /// <summary>The most segments that a name may have.</summary>
    public const int MaxSegments = 254;

    /// <summary>The first segment that belongs to the store itself.</summary>
    internal const string ReservedSegment = ".store";

    private const string RefusedCharacters = "\\:*?\"<>|";

    private static readonly HashSet<string> DeviceNames = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(digit => new[] { $"COM{digit}", $"LPT{digit}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Checks a name.</summary>
    /// <returns>What is wrong with it, as the end of a sentence that begins with the name; null when nothing is.</returns>
    public static string? Fault(string name)
    {
        if (name.Length == 0)
        {
            return "must not be empty";
        }

        // A lone surrogate has no UTF-8 form; counting bytes with a replacement would let two names meet in one file.
        if (!IsWellFormed(name))
        {
            return "must be well-formed Unicode";
        }

        if (Encoding.UTF8.GetByteCount(name) > MaxBytes)
        {
            return $"must have at most {MaxBytes} bytes";
        }

        if (name[0] == '/')
        {
            return "must be relative";
        }

        var segments = name.Split('/');
        if (segments.Length > MaxSegments)
        {
            return $"must have at most {MaxSegments} segments";
        }

        return string.Equals(segments[0], ReservedSegment, StringComparison.OrdinalIgnoreCase)
            ? $"must not begin with '{ReservedSegment}', which belongs to the store"
            : segments.Select(SegmentFault).FirstOrDefault(fault => fault is not null);
    }

    /// <summary>Checks a name.</summary>
    /// <exception cref="FileRefusedException">It breaks the rule.</exception>
    public static void Check(string name)
    {
        if (Fault(name) is { } fault)
        {
            throw new FileRefusedException($"The file name '{name}' {fault}.");
        }
    }

    /// <summary>What the store calls the partial file of a name in its own segment. A hash, since one segment must carry what a whole name may hold.</summary>
    internal static string PartialOf(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))) + ".part";

    private static string? SegmentFault(string segment)
    {
        if (segment.Length == 0)
        {
            return "must not have empty segments";
        }

        if (segment is "." or "..")
        {
            return "must not have '.' or '..' as a segment";
        }

        if (segment.Any(character => char.IsControl(character) || RefusedCharacters.Contains(character, StringComparison.Ordinal)))
        {
            return $"must not have control characters or any of {RefusedCharacters}";
        }

        if (segment[^1] is '.' or ' ')
        {
            return "must not have a segment that ends in a dot or a space";
        }

        if (DeviceNames.Contains(segment.Split('.')[0].TrimEnd()))
        {
            return "must not have a device name as a segment";
        }

        return Encoding.UTF8.GetByteCount(segment) > MaxSegmentBytes ? $"must have segments of at most {MaxSegmentBytes} bytes" : null;
    }

    private static bool IsWellFormed(string name)
    {
        for (var rest = name.AsSpan(); rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out _, out var consumed) != OperationStatus.Done)
            {
                return false;
            }

            rest = rest[consumed..];
        }

        return true;
    }
}
