using Infra.Tests.Rules;

namespace Infra.Tests;

/// <summary>Each rule sees what it is there for: every line plants one fault into an otherwise good file.</summary>
public sealed class PlantedFaultTests
{
    private const string Account = "resource a 'Microsoft.Storage/storageAccounts@2023-05-01' = {\n  name: name\n";

    public static TheoryData<string, string, string> Faults => new()
    {
        { "api versions", "resource a 'Microsoft.Storage/storageAccounts@2019-06-01' = { name: n }", "must be @2023-05-01" },
        { "api versions", "resource a 'Microsoft.DurableTask/namespaces@2026-02-01' = { name: n }", "not in the list" },
        { "api versions", "resource a 'Microsoft.Storage/storageAccounts@2019-06-01' existing = { name: n }", "must be @2023-05-01" },
        { "demands", Account + "  properties: { allowSharedKeyAccess: true }\n}", "allowSharedKeyAccess: false" },
        { "demands", Account + "  properties: { }\n}", "allowBlobPublicAccess: false" },
        { "demands", Account + "}", "minimumTlsVersion: 'TLS1_2'" },
        { "demands", "resource a 'Microsoft.Insights/components@2020-02-02' = if (b) { properties: { DisableLocalAuth: false } }", "DisableLocalAuth: true" },
        { "demands", "resource a 'Microsoft.Web/sites@2024-04-01' = { identity: { type: 'SystemAssigned' } }", "identity.type: 'UserAssigned'" },
        { "demands", "resource a 'Microsoft.Web/sites@2024-04-01' = { properties: { siteConfig: { ftpsState: 'Disabled' } } }", "refuses siteConfig.ftpsState" },
        { "descriptions", "param a string", "param a has no description" },
        { "descriptions", "@description('The a')\nparam a string", "no sentence" },
        { "descriptions", "@minLength(1)\noutput a string = b", "output a has no description" },
        { "keys", "var a = account.listKeys().keys[0].value", "listKeys()" },
        { "keys", "var a = 'x${listAccountSas(b, c, d)}'", "listAccountSas()" },
        { "keys", "var a = 'AccountName=${b};AccountKey=${c}'", "with a key" },
        { "keys", "var a = 'https://x/?sv=1&sig=${b}'", "with a key" },
        { "keys", "var a = insights.properties.InstrumentationKey", "InstrumentationKey is a key" },
        { "locations", "var a = 'westeurope'", "'westeurope' is a region" },
        { "locations", "resource a 'b@c' = {\n  location: resourceGroup().location\n}", "not the parameter" },
        { "locations", "param location string = resourceGroup().location", "has no default" },
        { "modules", "module a 'modules/none.bicep' = { params: { } }", "there is no modules/none.bicep" },
        { "modules", "module a 'modules/other.bicep' = { params: { } }", "the parameter needed is missing" },
        { "modules", "module a 'modules/other.bicep' = { params: { needed: 1, more: 2 } }", "there is no parameter more" },
        { "modules", "module a 'modules/other.bicep' = { params: { needed: 1 } }\nvar b = a.outputs.none", "there is no output none" },
        { "modules", "module a 'modules/other.bicep' = if (c) { params: { needed: 1 } }\nvar b = a.?outputs.none ?? ''", "there is no output none" },
        { "modules", "var a = 1", "other.bicep: no template uses it" },
        { "names", "resource a 'b@c' = { name: 'work-storage' }", "fixed name 'work-storage'" },
        { "names", "var token = uniqueString(b)\nmodule a 'modules/other.bicep' = { params: { name: 'x-${environmentName}' } }", "not by uniqueString" },
        { "nesting", "resource a 'b@c' = {\n  name: n\n  resource d 'e@f' = {\n    name: m\n  }\n}", "makes d inside of it" },
        { "nesting", "resource a 'b@c' = [for n in names: {\n  name: n\n}]", "made in a loop" },
        { "nesting", "module a 'modules/other.bicep' = [for n in names: {\n  params: { needed: n }\n}]", "made in a loop" },
        { "role assignments", Role("guid(account.id, principalId, roles.reader)", ""), "has no principalType" },
        { "role assignments", Role("guid(resourceGroup().id, principalId, roles.reader)"), "not by its own scope, principal and role" },
        { "role assignments", Role("guid(account.id, principalId, roles.owner)"), "not by its own scope, principal and role" },
        { "role assignments", Role("'5'").Replace("scope: account\n", "", StringComparison.Ordinal), "has no scope" },
        { "role assignments", Role("a").Replace("roles.reader", "roleId", StringComparison.Ordinal), "not from the table" },
        { "roles", "var roles = {\n  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'\n}", "no role that is known" },
        { "roles", "var roles = {\n  storageTableDataContributor: '974c5e8b-45b9-4653-ba55-5f855dd0fb88'\n}", "must stand under the name storageQueueDataContributor" },
        { "roles", "var a = subscriptionResourceId('x', '974c5e8b-45b9-4653-ba55-5f855dd0fb88')", "must stand under the name" },
        { "settings", "var s = { AzureWebJobsStorage: a }", "holds a key" },
        { "settings", "var s = { AzureWebJobsStorage__accountName: a }", "needs __credential" },
        { "settings", "var s = {\n  Other__blobServiceUri: a\n  Other__credential: 'managedidentity'\n}", "__clientId beside it" },
        { "settings", "var s = { Work__Files__BlobServiceUri: a }", "AZURE_CLIENT_ID names" },
        { "settings", "var s = { Work__Files__BlobConnectionString: a }", "holds a key" },
        { "settings", "var s = { 'Work:Http:RequireHttps': 'true' }", "two underscores" },
        { "settings", "var s = { FUNCTIONS_WORKER_RUNTIME: 'dotnet-isolated' }", "not for Flex Consumption" },
        { "settings", "var s = { DURABLE_TASK_SCHEDULER_CONNECTION_STRING: 'Endpoint=${e};Authentication=None' }", "by identity" },
        { "settings", "var s = { APPLICATIONINSIGHTS_CONNECTION_STRING: a }", "by identity" },
        { "symbols", "var a = b", "b is not declared" },
        { "symbols", "var a = '${b}'\noutput c string = a", "b is not declared" },
        { "symbols", "param a string\nvar b = { a: 1 }\noutput c object = b", "a is not used" },
        { "symbols", "param a bool\noutput c int = a ? b\n  : 1", "b is not declared" },
        { "symbols", "resource a 'b@c' existing = { name: 'd' }", "a is not used" },
        { "tags", "resource a 'Microsoft.Web/serverfarms@2024-04-01' = { name: n }", "tags of the deployment" },
        { "tags", "resource a 'Microsoft.Web/serverfarms@2024-04-01' = { name: n, tags: { b: 'c' } }", "tags of the deployment" },
    };

    public static TheoryData<string, string> FaultsOfParameterFiles => new()
    {
        { "using 'main.bicep'\nparam none = 1\nparam needed = 2", "main.bicep has no none" },
        { "using 'main.bicep'", "needed is missing" },
        { "using 'mian.bicep'", "no template 'mian.bicep'" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void APlantedFaultIsCaught(string rule, string text, string fault) => Assert.Contains(Found(rule, text), found => found.Contains(fault, StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(FaultsOfParameterFiles))]
    public void AFaultOfAParameterFileIsCaught(string text, string fault) => Assert.Contains(Found("parameter files", text), found => found.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public void TheLocationOfMainHasNoDefaultButTheResourceGroups() =>
        Assert.Contains("the default of location is", Assert.Single(LocationRule.Faults([BicepFile.Parse("main.bicep", "param location string = 'x'")])), StringComparison.Ordinal);

    [Fact]
    public void EveryRuleHasAPlantedFault() =>
        Assert.Equal(
            AllRules.ByName.Keys.Order(StringComparer.Ordinal),
            Faults.Select(row => (string)row[0]).Append("parameter files").Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("var a = 'b")]
    [InlineData("var a = 'b${c'")]
    [InlineData("var a = {")]
    [InlineData("/* var")]
    public void WhatIsNoBicepIsRefused(string text) => Assert.Throws<FormatException>(() => BicepFile.Parse("planted.bicep", text));

    /// <summary>What a rule says of a text, planted beside a good file.</summary>
    internal static IEnumerable<string> Found(string rule, string text) => AllRules.ByName[rule](
        text.StartsWith("using ", StringComparison.Ordinal)
            ? [BicepFile.Parse("planted.bicepparam", text), BicepFile.Parse("main.bicep", "param needed int\nparam more int = 1")]
            : [BicepFile.Parse("modules/planted.bicep", text), BicepFile.Parse("modules/other.bicep", "@description('Needed.')\nparam needed int\n@description('Given.')\noutput given int = needed\n")]);

    private static string Role(string name, string principalType = "principalType: 'ServicePrincipal'") =>
        $$"""
        resource a 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
          name: {{name}}
          scope: account
          properties: {
            roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.reader)
            principalId: principalId
            {{principalType}}
          }
        }
        """;
}
