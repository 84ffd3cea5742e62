using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Work.Functions.Tests.Workers;

/// <summary>A file on a web server that honours ranges and their conditions, and can be told to misbehave.</summary>
internal sealed class FileSource
{
    public const int Length = 6 * 1024 * 1024;

    public byte[] Content { get; set; } = Bytes(1);

    public string? ETag { get; set; } = "\"v1\"";

    public DateTimeOffset? LastModified { get; set; }

    public bool HonoursRanges { get; set; } = true;

    /// <summary>Whether a range whose condition does not hold is answered with the whole.</summary>
    public bool HonoursConditions { get; set; } = true;

    public bool SaysLength { get; set; } = true;

    /// <summary>The next answer ends after so many bytes of the file; null is never.</summary>
    public int? CutAt { get; set; }

    /// <summary>What is added to the start that a partial answer claims.</summary>
    public int Shift { get; set; }

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

    public static byte[] Bytes(int seed)
    {
        var bytes = new byte[Length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public bool IsContent(byte[]? bytes) => Content.AsSpan().SequenceEqual(bytes);

    public async Task AnswerAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = ETag;
        response.Headers.LastModified = LastModified?.ToString("R", CultureInfo.InvariantCulture);
        var from = (int)(RangeHeaderValue.TryParse(request.Headers.Range.ToString(), out var range) ? range.Ranges.Single().From!.Value : 0);
        var condition = request.Headers.IfRange.ToString();
        if (!HonoursRanges || (HonoursConditions && condition.Length > 0 && condition != ETag && condition != response.Headers.LastModified))
        {
            from = 0;
        }

        if (from >= Content.Length)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = $"bytes */{Content.Length}";
            return;
        }

        if (from > 0)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = $"bytes {from + Shift}-{Content.Length - 1}/{Content.Length}";
        }

        response.ContentLength = SaysLength ? Content.Length - from : null;
        var end = CutAt ?? Content.Length;
        var cuts = CutAt is not null;
        CutAt = null;
        await response.Body.WriteAsync(Content.AsMemory(from, end - from));
        await response.Body.FlushAsync();
        if (cuts && !SaysLength)
        {
            context.Abort();
        }
    }
}
