using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Routing;

namespace Work.Embedded.Hosting.Http;

/// <summary>Turns what a function returned into its answer. Null leaves the response as the function left it.</summary>
internal static class ResultWriter
{
    // It says nothing that results look at; one serves all.
    private static readonly ActionDescriptor Descriptor = new();

    public static Task WriteAsync(HttpContext http, object? result) => result switch
    {
        null => Task.CompletedTask,
        IActionResult action => action.ExecuteResultAsync(ContextOf(http)),
        IResult answer => answer.ExecuteAsync(http),
        _ => new ObjectResult(result).ExecuteResultAsync(ContextOf(http)),
    };

    private static ActionContext ContextOf(HttpContext http) => new(http, new RouteData(http.Request.RouteValues), Descriptor);
}
