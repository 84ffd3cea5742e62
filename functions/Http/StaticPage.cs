using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;
using Work.Functions.Works;

namespace Work.Functions.Http;

/// <summary>
/// Bytes that stay as they are while the host runs. They are served with a strong validator and by range, so that whoever fetches them can
/// go on where it was cut.
/// </summary>
public sealed class StaticPage
{
    private readonly byte[] _content;
    private readonly string _contentType;
    private readonly EntityTagHeaderValue _tag;

    /// <summary>Takes the content; nobody may change it after that.</summary>
    public StaticPage(byte[] content, string contentType)
    {
        _content = content;
        _contentType = contentType;
        _tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"");
    }

    /// <summary>The contract of the API.</summary>
    public static StaticPage OpenApi { get; } = new(Resource("openapi.json"), "application/json; charset=utf-8");

    /// <summary>The content.</summary>
    public ReadOnlyMemory<byte> Content => _content;

    /// <summary>A file that was built into the app from beside this class.</summary>
    internal static byte[] Resource(string name)
    {
        using Stream stream = typeof(StaticPage).Assembly.GetManifestResourceStream(typeof(StaticPage), name)
            ?? throw new InvalidOperationException($"The app was built without {name}.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    /// <summary>The answer to a request: whole, a range, or not modified.</summary>
    internal IActionResult ToAnswer() => new PageAnswer(new FileContentResult(_content, _contentType) { EntityTag = _tag, EnableRangeProcessing = true });

    // The framework's answer to a range or a precondition that does not hold is a bare status; every error of this API is a problem.
    private sealed class PageAnswer(FileContentResult file) : IActionResult
    {
        public async Task ExecuteResultAsync(ActionContext context)
        {
            await file.ExecuteResultAsync(context);
            Refusal? refusal = context.HttpContext.Response.StatusCode switch
            {
                StatusCodes.Status412PreconditionFailed => Refusals.OtherPage,
                StatusCodes.Status416RangeNotSatisfiable => Refusals.NoSuchPart,
                _ => null,
            };
            if (refusal is not null && !context.HttpContext.Response.HasStarted)
            {
                await Answers.Problem(refusal).ExecuteResultAsync(context);
            }
        }
    }
}
