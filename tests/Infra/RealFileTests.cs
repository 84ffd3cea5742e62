using Infra.Tests.Rules;

namespace Infra.Tests;

/// <summary>The rules reach into the real files: each line breaks one of them, and the rule that it breaks says so.</summary>
public sealed class RealFileTests
{
    public static TheoryData<string, string, string, string> BrokenLines => new()
    {
        { "roles", "modules/scheduler.bicep", "0ad04412-c4d5-4796-b79c-f76d14c8d402", "5f6a3c3e-0da3-4079-b4f3-4db62a1d3c09" },
        { "roles", "modules/storage.bicep", "974c5e8b-45b9-4653-ba55-5f855dd0fb88", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3" },
        { "role assignments", "modules/storage.bicep", "guid(account.id, principalId, roles.storageQueueDataContributor)", "guid(account.id, principalId, roles.storageBlobDataOwner)" },
        { "role assignments", "modules/scheduler.bicep", "  scope: taskHub\n", "" },
        { "demands", "modules/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true" },
        { "demands", "modules/functions.bicep", "    allow: false", "    allow: true" },
        { "keys", "modules/functions.bicep", "applicationInsights.properties.ConnectionString", "applicationInsights.properties.InstrumentationKey" },
        { "settings", "modules/functions.bicep", "  AzureWebJobsStorage__credential: 'managedidentity'\n", "" },
        { "settings", "modules/functions.bicep", "Authentication=ManagedIdentity", "Authentication=None" },
        { "locations", "modules/network.bicep", "  location: location\n", "  location: 'westeurope'\n" },
        { "api versions", "modules/functions.bicep", "sites@2024-04-01' = {", "sites@2022-09-01' = {" },
        { "descriptions", "main.bicep", "@description('Address of the API.')\n", "" },
        { "modules", "main.bicep", "    principalId: identity.outputs.principalId\n", "" },
        { "modules", "main.bicep", "identity.outputs.clientId", "identity.outputs.client" },
        { "symbols", "main.bicep", "privateOnly: privateNetwork", "privateOnly: privateNet" },
        { "tags", "modules/alerts.bicep", "  tags: tags\n", "" },
        { "names", "main.bicep", "name: 'work${token}'", "name: 'workstorage'" },
        { "nesting", "modules/network.bicep", "resource appSubnet 'subnets' existing =", "resource appSubnet 'subnets' =" },
        { "parameter files", "prod.bicepparam", "param privateNetwork = true", "param privateNet = true" },
    };

    [Theory]
    [MemberData(nameof(BrokenLines))]
    public void ABrokenLineIsCaught(string rule, string path, string line, string broken) => Assert.NotEmpty(Found(rule, path, line, broken));

    /// <summary>What a rule says of a file in which a line is another.</summary>
    internal static string[] Found(string rule, string path, string line, string broken)
    {
        var text = File.ReadAllText(Repository.At("infra", path));
        Assert.Contains(line, text, StringComparison.Ordinal);
        BicepFile[] files = [.. Repository.Infra.Select(file => file.Path == path ? BicepFile.Parse(path, text.Replace(line, broken, StringComparison.Ordinal)) : file)];

        return [.. AllRules.ByName[rule](files).Where(fault => fault.StartsWith(path, StringComparison.Ordinal))];
    }
}
