namespace Infra.Tests.Facts;

/// <summary>What a resource of a type must say, word for word (the doors that are shut), and what it must not say.</summary>
internal static class Demands
{
    /// <summary>Properties of <c>siteConfig</c> that Flex Consumption takes elsewhere or refuses the whole deployment for.</summary>
    public static readonly IReadOnlyList<string> RefusedSiteConfig =
    [
        "alwaysOn", "ftpsState", "functionAppScaleLimit", "functionsRuntimeScaleMonitoringEnabled", "linuxFxVersion", "minimumElasticInstanceCount", "netFrameworkVersion",
        "preWarmedInstanceCount", "use32BitWorkerProcess", "windowsFxVersion",
    ];

    public static readonly IReadOnlyList<(string Type, string Path, string Value)> All =
    [
        ("Microsoft.Storage/storageAccounts", "properties.allowSharedKeyAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.allowBlobPublicAccess", "false"),
        ("Microsoft.Storage/storageAccounts", "properties.defaultToOAuthAuthentication", "true"),
        ("Microsoft.Storage/storageAccounts", "properties.minimumTlsVersion", "'TLS1_2'"),
        ("Microsoft.Storage/storageAccounts", "properties.supportsHttpsTrafficOnly", "true"),
        ("Microsoft.Insights/components", "properties.DisableLocalAuth", "true"),
        ("Microsoft.OperationalInsights/workspaces", "properties.features.disableLocalAuth", "true"),
        ("Microsoft.Web/sites", "identity.type", "'UserAssigned'"),
        ("Microsoft.Web/sites", "properties.httpsOnly", "true"),
        ("Microsoft.Web/sites", "properties.siteConfig.minTlsVersion", "'1.2'"),
        ("Microsoft.Web/sites", "properties.functionAppConfig.deployment.storage.authentication.type", "'UserAssignedIdentity'"),
        ("Microsoft.Web/sites/basicPublishingCredentialsPolicies", "properties.allow", "false"),
        ("Microsoft.Web/serverfarms", "sku.name", "'FC1'"),
    ];
}
