using Microsoft.Extensions.Configuration;

namespace Work.Functions.Callers;

/// <summary>Who may call with an Entra ID token; section <c>Work:Entra</c>. Once the section is there, no call is taken without a token.</summary>
public sealed class EntraOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Work:Entra";

    /// <summary>The id of the tenant whose tokens are taken, a GUID. Required: tokens of other tenants never are.</summary>
    public string? Tenant { get; set; }

    /// <summary>Whom tokens must be for: the client id of the app registration that stands for this API. Required.</summary>
    public string? Audience { get; set; }

    /// <summary>
    /// The root of the identity provider, for national clouds. Default https://login.microsoftonline.com. Only https, or http on loopback for tests.
    /// </summary>
    public Uri Instance { get; set; } = new("https://login.microsoftonline.com");

    /// <summary>Where the tenant says what its issuer and its keys are.</summary>
    internal Uri Metadata => new($"{Instance.AbsoluteUri.TrimEnd('/')}/{Tenant}/v2.0/.well-known/openid-configuration");

    /// <summary>Whether the section is there at all, even if it is empty: then it was meant.</summary>
    internal static bool IsSet(IConfiguration configuration) => configuration.GetSection(Section).Exists();
}
