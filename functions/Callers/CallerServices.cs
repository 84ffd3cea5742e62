using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Work.Functions.Callers;

/// <summary>Registers who may call.</summary>
public static class CallerServices
{
    /// <summary>Sets the role that an HTTP function of the app's own asks for; null opens it to everybody. For a function of this app it takes the place of the role that it has. Without one it is open to nobody where Entra ID is set up.</summary>
    public static IServiceCollection AddRouteRole(this IServiceCollection services, string function, string? role) => services.AddSingleton(new RouteRole(function, role));

    /// <summary>Has callers checked where the section <c>Work:Entra</c> is there. Elsewhere nothing is added: callers have the host's key.</summary>
    internal static void AddCallers(this FunctionsApplicationBuilder builder)
    {
        if (!EntraOptions.IsSet(builder.Configuration))
        {
            return;
        }

        builder.Services.AddOptions<EntraOptions>().BindConfiguration(EntraOptions.Section).ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<EntraOptions>, EntraFaults>();
        builder.Services.AddSingleton<TenantKeys>().AddSingleton<TokenCheck>().AddSingleton<RouteRoles>();
        builder.UseMiddleware<CallerMiddleware>();
    }
}
