using Infra.Tests.Rules;

namespace Infra.Tests;

/// <summary>The rules reach into the real files: each line breaks one of them, and the rule that it breaks says so.</summary>
public sealed class RealFileTests
{
    [Theory]
    [InlineData("roles", "modules/scheduler.bicep", "0ad04412-c4d5-4796-b79c-f76d14c8d402", "5f6a3c3e-0da3-4079-b4f3-4db62a1d3c09")]
    [InlineData("roles", "modules/storage.bicep", "974c5e8b-45b9-4653-ba55-5f855dd0fb88", "0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3")]
    [InlineData("role assignments", "modules/storage.bicep", "guid(account.id, principalId, roles.storageQueueDataContributor)", "guid(account.id, principalId, roles.storageBlobDataOwner)")]
    [InlineData("role assignments", "modules/scheduler.bicep", "  scope: taskHub\n", "")]
    [InlineData("demands", "modules/storage.bicep", "allowSharedKeyAccess: false", "allowSharedKeyAccess: true")]
    [InlineData("demands", "modules/functions.bicep", "    allow: false", "    allow: true")]
    [InlineData("keys", "modules/functions.bicep", "applicationInsights.properties.ConnectionString", "applicationInsights.properties.InstrumentationKey")]
    [InlineData("settings", "modules/functions.bicep", "  AzureWebJobsStorage__credential: 'managedidentity'\n", "")]
    [InlineData("settings", "modules/functions.bicep", "Authentication=ManagedIdentity", "Authentication=None")]
    [InlineData("locations", "modules/network.bicep", "  location: location\n", "  location: 'westeurope'\n")]
    [InlineData("api versions", "modules/functions.bicep", "sites@2024-04-01' = {", "sites@2022-09-01' = {")]
    [InlineData("descriptions", "main.bicep", "@description('Address of the API.')\n", "")]
    [InlineData("modules", "main.bicep", "    principalId: identity.outputs.principalId\n", "")]
    [InlineData("modules", "main.bicep", "identity.outputs.clientId", "identity.outputs.client")]
    [InlineData("symbols", "main.bicep", "privateOnly: privateNetwork", "privateOnly: privateNet")]
    [InlineData("tags", "modules/alerts.bicep", "  tags: tags\n", "")]
    [InlineData("names", "main.bicep", "name: 'work${token}'", "name: 'workstorage'")]
    [InlineData("parameter files", "prod.bicepparam", "param privateNetwork = true", "param privateNet = true")]
    public void ABrokenLineIsCaught(string rule, string path, string line, string broken)
    {
        var text = File.ReadAllText(Repository.At("infra", path));
        Assert.Contains(line, text, StringComparison.Ordinal);
        BicepFile[] files = [.. Repository.Infra.Select(file => file.Path == path ? BicepFile.Parse(path, text.Replace(line, broken, StringComparison.Ordinal)) : file)];

        Assert.Contains(AllRules.ByName[rule](files), fault => fault.StartsWith(path, StringComparison.Ordinal));
    }
}
