using Microsoft.AspNetCore.Http;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Reads request bodies, never further than they may be.</summary>
internal static class Bodies
{
    private const long MostAnnounced = 64 * 1024;

    /// <summary>The whole body.</summary>
    /// <exception cref="RefusedException">It is larger than the limit (413), cannot be read (400), or did not come in time (408, 503).</exception>
    internal static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, WorkLimits limits)
    {
        if (request.ContentLength > limits.MaxBodyBytes)
        {
            throw TooLarge(limits);
        }

        // A length that is only announced must not cost anything yet.
        using var content = new MemoryStream((int)Math.Min(request.ContentLength ?? 0, MostAnnounced));
        byte[] buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0;)
            {
                content.Write(buffer, 0, read);
                if (content.Length > limits.MaxBodyBytes)
                {
                    throw TooLarge(limits);
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

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    private static RefusedException TooLarge(WorkLimits limits) =>
        new(Refusals.Of(413, [new Fault("$", $"must not be larger than {limits.MaxBodyBytes} bytes", 413)]));
}
