using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Work.Functions.Callers;

/// <summary>Refuses settings that would let in nobody, or somebody else than was meant: the app does not start with them.</summary>
internal sealed class EntraFaults(IConfiguration configuration) : IValidateOptions<EntraOptions>
{
    private static readonly string[] Known = [nameof(EntraOptions.Tenant), nameof(EntraOptions.Audience), nameof(EntraOptions.Instance)];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, EntraOptions options)
    {
        // A setting with a wrong name was meant for something, and the door would not be as it says.
        IEnumerable<string> unknown = configuration.GetSection(EntraOptions.Section).GetChildren().Select(child => child.Key).Except(Known, StringComparer.OrdinalIgnoreCase);
        List<string> faults = [.. unknown.Select(key => $"Work:Entra:{key} is no setting; there are {string.Join(", ", Known)}.")];
        if (!Guid.TryParseExact(options.Tenant, "D", out _))
        {
            faults.Add($"Work:Entra:Tenant is '{options.Tenant}'; it must be the id of one tenant, such as 8c9d7b2e-0000-0000-0000-000000000000, and not a name of many.");
        }

        if (string.IsNullOrWhiteSpace(options.Audience))
        {
            faults.Add("Work:Entra:Audience is missing; it must be the client id of the API's app registration.");
        }

        if (options.Instance is not { IsAbsoluteUri: true, Query: "", Fragment: "", UserInfo: "" } || !(options.Instance.Scheme == "https" || IsLocal(options.Instance)))
        {
            faults.Add($"Work:Entra:Instance is '{options.Instance}'; it must be an https address without a query.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    // Elsewhere http would let anybody on the way hand out keys of their own.
    private static bool IsLocal(Uri address) => address is { Scheme: "http", IsLoopback: true };
}
