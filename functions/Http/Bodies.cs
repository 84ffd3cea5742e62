using Microsoft.AspNetCore.Http;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Reads request bodies, never further than they may be.</summary>
internal static class Bodies
{
    /// <summary>The whole body.</summary>
    /// <exception cref="RefusedException">It is larger than the limit (413).</exception>
    internal static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpRequest request, WorkLimits limits)
    {
        if (request.ContentLength > limits.MaxBodyBytes)
        {
            throw TooLarge(limits);
        }

        using var content = new MemoryStream((int)(request.ContentLength ?? 0));
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
            throw fault.StatusCode == StatusCodes.Status413PayloadTooLarge ? TooLarge(limits) : new RefusedException(Refusals.Invalid("$", fault.Message));
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    private static RefusedException TooLarge(WorkLimits limits) =>
        new(Refusals.Of(413, [new Fault("$", $"must not be larger than {limits.MaxBodyBytes} bytes", 413)]));
}
