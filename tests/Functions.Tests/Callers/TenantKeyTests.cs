using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Callers;

namespace Work.Functions.Tests.Callers;

/// <summary>Keys come and go; the tenant may be away. Nobody gets in by either.</summary>
public sealed class TenantKeyTests
{
    [Fact]
    public async Task TheKeysAreReadOnceForManyCalls()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        for (int i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, app.Key));
        }

        Assert.Equal(1, app.Tenant.Looks);
    }

    [Fact]
    public async Task ANewKeyOfTheTenantIsFoundByTheTokenThatNamesIt()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, app.Key));
        app.Time.Move(TenantKeys.PauseAfterLook);

        TenantKey old = app.Key;
        TenantKey next = app.Tenant.Publish("second");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, next));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, old));
        Assert.Equal(2, app.Tenant.Looks);
    }

    [Fact]
    public async Task AKeyThatIsWithdrawnOpensNothingAfterTheNextLook()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        TenantKey old = app.Key;
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, old));
        app.Time.Move(TenantKeys.PauseAfterLook);
        TenantKey next = app.Tenant.Publish("second");
        app.Tenant.Keys.Remove(old);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, next));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, old));
    }

    [Fact]
    public async Task TokensWithKeysOfTheirOwnCannotMakeItAskTheTenantAgainAndAgain()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        for (int i = 0; i < 50; i++)
        {
            using var own = new TenantKey($"own-{i % 5}");
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(app, own));
        }

        Assert.Equal(1, app.Tenant.Looks);
        app.Time.Move(TenantKeys.PauseAfterLook);
        using var another = new TenantKey("own");
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => StatusAsync(app, another)));
        Assert.Equal(2, app.Tenant.Looks);
    }

    [Fact]
    public async Task WhileTheTenantCannotBeReachedNobodyGetsIn()
    {
        Tenant tenant = await Tenant.StartAsync();
        tenant.IsDown = true;
        await using GuardedApp app = await GuardedApp.StartAsync(tenant);

        using HttpResponseMessage busy = await app.GetAsync(app.Token(WorkRoles.Read));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, busy.StatusCode);
        Assert.NotNull(busy.Headers.RetryAfter);
        Assert.Contains("keys of the tenant", (string)JsonNode.Parse(await busy.Content.ReadAsStringAsync())!["detail"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync(null)).StatusCode);

        tenant.IsDown = false;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(app, app.Key));
        app.Time.Move(TenantKeys.PauseAfterFailure);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, app.Key));
    }

    [Fact]
    public async Task KeysThatCannotBeRenewedCountForADay()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, app.Key));
        app.Tenant.IsDown = true;

        app.Time.Move(TimeSpan.FromHours(23));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(app, app.Key));
        app.Time.Move(TimeSpan.FromHours(2));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(app, app.Key));
    }

    [Theory]
    [InlineData("https://login.microsoftonline.com/{tenantid}/v2.0")]
    [InlineData("https://login.microsoftonline.com/11111111-6f0e-4c6e-9d0a-2f6a1d7f3b11/v2.0")]
    [InlineData("")]
    public async Task TheMetadataOfAnotherTenantOpensNothing(string issuer)
    {
        Tenant tenant = await Tenant.StartAsync();
        tenant.NamedIssuer = issuer;
        await using GuardedApp app = await GuardedApp.StartAsync(tenant);
        JsonObject claims = app.Claims(WorkRoles.Read);
        claims["iss"] = issuer;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await app.GetAsync(app.Key.Sign(claims))).StatusCode);
    }

    private static async Task<HttpStatusCode> StatusAsync(GuardedApp app, TenantKey key)
    {
        using HttpResponseMessage answer = await app.GetAsync(key.Sign(app.Claims(WorkRoles.Read)));
        return answer.StatusCode;
    }
}
