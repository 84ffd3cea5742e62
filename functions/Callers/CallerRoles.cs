using Microsoft.AspNetCore.Http;
using Work.Functions.Works;

namespace Work.Functions.Callers;

/// <summary>Asks for roles where a function does.</summary>
internal static class CallerRoles
{
    /// <summary>Lets in who has the role. Where callers are not told apart (they have the host's key, or are on its machine), everybody has it.</summary>
    /// <exception cref="RefusedException">The caller lacks it (403).</exception>
    public static void Demand(HttpContext http, string role)
    {
        if (http.Features.Get<Caller>() is { } caller && !caller.Roles.Contains(role))
        {
            http.Response.Headers.WWWAuthenticate = $"Bearer realm=\"work\", error=\"insufficient_scope\", scope=\"{role}\"";
            throw new RefusedException(Refusals.NeedsRole(role));
        }
    }
}
