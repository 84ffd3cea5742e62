// Authority: RouteRoles for what a call needs, TokenCheck for who calls. Fail closed: whatever is not known (a function without a role, a token that cannot be checked,
// an HTTP function whose request is not seen) is refused, and the function behind is not begun.
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Logging;
using Work.Functions.Works;

namespace Work.Functions.Callers;

/// <summary>Lets in who has a token with the role that the function asks for. In place only where Entra ID is set up.</summary>
internal sealed partial class CallerMiddleware(RouteRoles routes, TokenCheck tokens, ILogger<CallerMiddleware> logger) : IFunctionsWorkerMiddleware
{
    private const string Scheme = "Bearer ";

    /// <inheritdoc/>
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        string function = context.FunctionDefinition.Name;
        HttpContext? http = context.GetHttpContext();
        RouteRole? route = routes.Of(function);
        if (http is not null)
        {
            await AdmitAsync(function, route, http);
        }
        else if (route is not null)
        {
            throw new InvalidOperationException($"The request of {function} is not to be seen, so its caller cannot be checked.");
        }

        await next(context);
    }

    private async Task AdmitAsync(string function, RouteRole? route, HttpContext http)
    {
        if (route is { Role: null })
        {
            return;
        }

        Caller caller = await IdentifyAsync(function, http);
        if (route is null)
        {
            LogNoRole(function);
            throw new RefusedException(Refusals.OpenToNobody);
        }

        if (!caller.Roles.Contains(route.Role!))
        {
            LogForbidden(function, caller.Name, route.Role!);
        }

        http.Features.Set(caller);
        CallerRoles.Demand(http, route.Role!);
    }

    private async Task<Caller> IdentifyAsync(string function, HttpContext http)
    {
        string[] given = [.. http.Request.Headers.Authorization.OfType<string>()];
        if (given.Length != 1 || !given[0].StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            Challenge(http, "");
            throw new RefusedException(Refusals.NoToken);
        }

        CheckedToken? read = await tokens.CheckAsync(given[0][Scheme.Length..].Trim(), http.RequestAborted);
        if (read is null)
        {
            throw new RefusedException(Refusals.CannotCheck);
        }

        if (!read.IsGood)
        {
            LogRefused(function, read.Fault);
            Challenge(http, $", error=\"invalid_token\", error_description=\"{read.Fault}\"");
            throw new RefusedException(Refusals.BadToken(read.Fault));
        }

        return read.Caller;
    }

    private static void Challenge(HttpContext http, string why) => http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"work\"{why}";

    [LoggerMessage(LogLevel.Information, "A call of {Function} was refused. {Fault}")]
    private partial void LogRefused(string function, string fault);

    [LoggerMessage(LogLevel.Warning, "{Caller} called {Function} without the role {Role}.")]
    private partial void LogForbidden(string function, string caller, string role);

    [LoggerMessage(LogLevel.Error, "No role is set for the HTTP function {Function}, so nobody may call it: AddRouteRole sets one.")]
    private partial void LogNoRole(string function);
}
