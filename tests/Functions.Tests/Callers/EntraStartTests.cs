using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Work.Functions.Callers;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Callers;

/// <summary>Settings that do not say clearly who may call keep the app from starting, and what is set up holds on every address.</summary>
public sealed class EntraStartTests
{
    private const string Tenant = "Work:Entra:Tenant";
    private const string Audience = "Work:Entra:Audience";
    private const string Instance = "Work:Entra:Instance";

    public static TheoryData<string, string, string> Faulty => new()
    {
        { Audience, "app", "Work:Entra:Tenant is ''" },
        { Tenant, Callers.Tenant.Id, "Work:Entra:Audience is missing" },
        { $"{Tenant},{Audience}", ",", "Work:Entra:Tenant is ''" },
        { $"{Tenant},{Audience}", "common,app", "Work:Entra:Tenant is 'common'" },
        { $"{Tenant},{Audience}", "contoso.onmicrosoft.com,app", "Work:Entra:Tenant is 'contoso.onmicrosoft.com'" },
        { $"{Tenant},{Audience}", $"{Callers.Tenant.Id}, ", "Work:Entra:Audience is missing" },
        { $"{Tenant},{Audience},{Instance}", $"{Callers.Tenant.Id},app,http://login.example.com", "Work:Entra:Instance is 'http://login.example.com/'" },
        { $"{Tenant},{Audience},{Instance}", $"{Callers.Tenant.Id},app,login.example.com", "Work:Entra:Instance is 'login.example.com'" },
        { $"{Tenant},{Audience},Work:Entra:Tennant", $"{Callers.Tenant.Id},app,x", "Work:Entra:Tennant is no setting" },
        { "Work:Entra", "", "Work:Entra:Audience is missing" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task SettingsThatAreWrongKeepTheAppFromStarting(string names, string values, string fault)
    {
        (string, string)[] settings = [.. names.Split(',').Zip(values.Split(','))];
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestApp.StartAsync(more: settings));
        Assert.Contains(fault, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnderEveryNameATokenIsAskedAndNoKey()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        app.App.Client.DefaultRequestHeaders.Host = "work.example.com";

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync(null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(app.Token(WorkRoles.Read))).StatusCode);
        Assert.False(File.Exists(Path.Combine(app.App.Files, "..", "host.key")));
    }

    [Fact]
    public async Task AKeyIsAskedBesidesTheTokenWhereSettingsSaySo()
    {
        await using GuardedApp app = await GuardedApp.StartAsync(more: ("Embedded:RequireKeys", "true"));
        string key = await File.ReadAllTextAsync(Path.Combine(app.App.Files, "..", "host.key"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync(app.Token(WorkRoles.Read))).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync(null, $"/api/workers?code={key}")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(app.Token(WorkRoles.Read), $"/api/workers?code={key}")).StatusCode);
    }

    [Fact]
    public async Task AKeyAloneOpensAHostWithoutEntra()
    {
        await using TestApp app = await TestApp.StartAsync(more: ("Embedded:RequireKeys", "true"));
        string key = await File.ReadAllTextAsync(Path.Combine(app.Files, "..", "host.key"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.Client.GetAsync("/api/workers")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.Client.GetAsync($"/api/workers?code={key}")).StatusCode);
    }

    [Theory]
    [InlineData("""{"name":"request","type":"httpTrigger","direction":"In","authLevel":"Function","methods":["get"],"route":"work"}""", "Anonymous")]
    [InlineData("""{"name":"request","type":"HttpTrigger","direction":"In","authLevel":"function"}""", "Anonymous")]
    [InlineData("""{"name":"request","type":"httpTrigger","direction":"In","authLevel":"Anonymous"}""", "Anonymous")]
    [InlineData("""{"name":"request","type":"httpTrigger","direction":"In","authLevel":"Admin"}""", "Admin")]
    [InlineData("""{"name":"item","type":"queueTrigger","direction":"In","authLevel":"Function"}""", "Function")]
    public void OnAzureOnlyTheKeyOfAFunctionIsTakenOff(string binding, string level)
    {
        JsonNode described = JsonNode.Parse(HostKeyLevels.WithoutKey(binding))!;
        JsonNode before = JsonNode.Parse(binding)!;

        Assert.Equal(level, (string)described["authLevel"]!);
        before["authLevel"] = level;
        Assert.True(JsonNode.DeepEquals(before, described));
    }
}
