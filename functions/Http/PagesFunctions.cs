using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Work.Functions.Http;

/// <summary>What the host says of itself: its contract for programs, and a start page for people. Neither is a secret, so neither asks a key.</summary>
public sealed class PagesFunctions(StartPage start)
{
    /// <summary>The contract of this API, as OpenAPI 3.1.</summary>
    [Function("GetOpenApi")]
    public static IActionResult OpenApi([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "openapi.json")] HttpRequest request) =>
        Answer(request, StaticPage.OpenApi);

    /// <summary>A plain page that says what runs here.</summary>
    [Function("GetHome")]
    public IActionResult Home([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "home")] HttpRequest request) => Answer(request, start.Page);

    private static IActionResult Answer(HttpRequest request, StaticPage page)
    {
        IHeaderDictionary headers = request.HttpContext.Response.Headers;
        headers.CacheControl = "no-cache";
        headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        return page.ToAnswer();
    }
}
