using Microsoft.AspNetCore.Http;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Reads request bodies, never further than they may be.</summary>
internal static class Bodies
{
    private const long MostAnnounced = 64 * 1024;
    private const int FirstBuffer = 4 * 1024;

    /// <summary>The whole body.</summary>
    /// <exception cref="RefusedException">It is larger than the limit (413), cannot be read (400), or did not come in time (408, 503).</exception>
    internal static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, WorkLimits limits)
    {
        if (request.ContentLength > limits.MaxBodyBytes)
        {
            throw TooLarge(limits);
        }

        // A length that is only announced must not cost anything yet; one byte more, so that the end is seen without making room for what does not come.
        byte[] content = new byte[request.ContentLength is { } announced ? Math.Min(announced, MostAnnounced) + 1 : FirstBuffer];
        int length = 0;
        try
        {
            for (int read; (read = await request.Body.ReadAsync(content.AsMemory(length), request.HttpContext.RequestAborted)) > 0;)
            {
                length += read;
                if (length > limits.MaxBodyBytes)
                {
                    throw TooLarge(limits);
                }

                if (length == content.Length)
                {
                    Array.Resize(ref content, 2 * length);
                }
            }
        }
        catch (BadHttpRequestException fault)
        {
            throw fault.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => TooLarge(limits),
                StatusCodes.Status408RequestTimeout => new RefusedException(Refusals.Slow(fault.Message)),
                StatusCodes.Status503ServiceUnavailable => new RefusedException(Refusals.Busy(fault.Message)),
                _ => new RefusedException(Refusals.Invalid("$", fault.Message)),
            };
        }

        return content.AsMemory(0, length);
    }

    private static RefusedException TooLarge(WorkLimits limits) =>
        new(Refusals.Of(413, [new Fault("$", $"must not be larger than {limits.MaxBodyBytes} bytes", 413)]));
}
