using Microsoft.AspNetCore.Http;
using Work.Embedded.Hosting.Invocation;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>The HTTP side of an invocation.</summary>
public static class FunctionContextExtensions
{
    private const string ItemKey = "HttpRequestContext";

    /// <summary>The request's context; null when the function was not invoked by HTTP.</summary>
    public static HttpContext? GetHttpContext(this FunctionContext context) =>
        context is InvocationContext invocation ? invocation.Http
        : context.Items.TryGetValue(ItemKey, out var item) ? item as HttpContext
        : null;
}
