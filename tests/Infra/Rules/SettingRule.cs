using System.Text.RegularExpressions;

namespace Infra.Tests.Rules;

/// <summary>
/// Settings of the app name identities and hold no secret. Their parts are joined by two underscores, since Linux takes no colon; those that Flex Consumption refuses or reads elsewhere are missing.
/// </summary>
internal static partial class SettingRule
{
    private static readonly string[] Refused =
    [
        "FUNCTIONS_WORKER_RUNTIME", "FUNCTIONS_EXTENSION_VERSION", "WEBSITE_RUN_FROM_PACKAGE", "WEBSITE_CONTENTAZUREFILECONNECTIONSTRING", "WEBSITE_CONTENTSHARE",
        "WEBSITE_TIME_ZONE", "APPINSIGHTS_INSTRUMENTATIONKEY",
    ];

    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) =>
        from file in files
        from declaration in file.Declarations
        let settings = TokenReader.AllProperties(declaration.Flat).Where(property => Setting().IsMatch(property.Name)).ToArray()
        from setting in settings
        from fault in Judge(setting, settings)
        select file.Fault(setting.Line, $"{setting.Name} {fault}");

    private static IEnumerable<string> Judge(Property setting, Property[] all)
    {
        var (name, value) = (setting.Name, TokenReader.Text(setting.Value));
        if (name.Contains(':', StringComparison.Ordinal))
        {
            yield return "has a colon; write two underscores";
        }

        if (Refused.Contains(name))
        {
            yield return "is not for Flex Consumption";
        }

        if (name == "AzureWebJobsStorage")
        {
            yield return "holds a key; write AzureWebJobsStorage__accountName";
        }

        if (name.EndsWith("ConnectionString", StringComparison.Ordinal))
        {
            yield return "holds a key; name the service's address and sign in by identity";
        }

        if (Connection().Match(name) is { Success: true } connection)
        {
            string Beside(string part) => TokenReader.Text(all.FirstOrDefault(one => one.Name == $"{connection.Groups["name"].Value}__{part}")?.Value ?? []);
            if (name.StartsWith("Work__", StringComparison.Ordinal))
            {
                if (!all.Any(one => one.Name == "AZURE_CLIENT_ID"))
                {
                    yield return "is opened as the identity that AZURE_CLIENT_ID names, and it is not beside it";
                }
            }
            else if (Beside("credential") != "'managedidentity'" || Beside("clientId").Length == 0)
            {
                yield return "needs __credential: 'managedidentity' and __clientId beside it";
            }
        }

        if (name.EndsWith("CONNECTION_STRING", StringComparison.Ordinal) && !ByIdentity(name, value, all))
        {
            yield return "does not say that it signs in by identity";
        }
    }

    private static bool ByIdentity(string name, string value, Property[] all) => name == "APPLICATIONINSIGHTS_CONNECTION_STRING"
        ? all.Any(one => one.Name == "APPLICATIONINSIGHTS_AUTHENTICATION_STRING" && TokenReader.Text(one.Value).Contains(";Authorization=AAD", StringComparison.Ordinal))
        : value.Contains(";Authentication=ManagedIdentity;ClientID=", StringComparison.Ordinal);

    [GeneratedRegex("^([A-Z][A-Z0-9]*(_[A-Z0-9]+)+|AzureWebJobs.*|AzureFunctionsJobHost__.*|Work(__|:).*|.*__(accountName|credential|clientId|\\w+ServiceUri))$")]
    private static partial Regex Setting();

    [GeneratedRegex("^(?<name>.+)__(accountName|\\w+ServiceUri)$")]
    private static partial Regex Connection();
}
