using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Callers;

namespace Work.Functions.Tests.Callers;

/// <summary>Only a token of the tenant, for this app, in its time, opens anything.</summary>
public sealed class TokenTests
{
    private static readonly Dictionary<string, (Func<GuardedApp, string?> Token, string Why)> Refused = new()
    {
        ["none"] = (_ => null, "needs a token"),
        ["no JWT"] = (_ => "let-me-in", "not a signed JWT"),
        ["an encrypted one"] = (_ => "a.b.c.d.e", "not a signed JWT"),
        ["a very long one"] = (app => app.Key.Sign(With(app, "more", new string('x', 20_000))), "not a signed JWT"),
        ["expired"] = (app => app.Key.Sign(With(app, "exp", app.Time.GetUtcNow().AddMinutes(-2).ToUnixTimeSeconds())), "has expired"),
        ["not valid yet"] = (app => app.Key.Sign(With(app, "nbf", app.Time.GetUtcNow().AddMinutes(2).ToUnixTimeSeconds())), "not valid yet"),
        ["without an end"] = (app => app.Key.Sign(With(app, "exp", null)), "never expires"),
        ["another issuer"] = (app => app.Key.Sign(With(app, "iss", app.Tenant.Issuer.Replace("5f1c", "6f1c", StringComparison.Ordinal))), "another issuer"),
        ["version 1 of the issuer"] = (app => app.Key.Sign(With(app, "iss", $"https://sts.windows.net/{Tenant.Id}/")), "another issuer"),
        ["no issuer"] = (app => app.Key.Sign(With(app, "iss", null)), "another issuer"),
        ["another audience"] = (app => app.Key.Sign(With(app, "aud", "00000003-0000-0000-c000-000000000000")), "another audience"),
        ["the audience with a slash"] = (app => app.Key.Sign(With(app, "aud", Tenant.Audience + "/")), "another audience"),
        ["no audience"] = (app => app.Key.Sign(With(app, "aud", null)), "another audience"),
        ["another key under the same id"] = (app => Forged(app.Key.Id, app), "signature does not hold"),
        ["a key that is not published"] = (app => Forged("own", app), "does not publish"),
        ["changed after it was signed"] = (Changed, "signature does not hold"),
        ["algorithm none"] = (app => TenantKey.Parts(app.Key.Head("none"), Good(app)) + ".", "not signed as the tenant signs"),
        ["HMAC with the public key"] = (app => app.Key.SignWithThePublicKeyAsSecret(Good(app)), "not signed as the tenant signs"),
        ["another algorithm"] = (app => app.Key.Sign(Good(app), app.Key.Head("PS256")), "not signed as the tenant signs"),
        ["a head that must be understood"] = (app => app.Key.Sign(Good(app), Head(app, "crit", new JsonArray("b64"))), "not signed as the tenant signs"),
        ["no key id"] = (app => app.Key.Sign(Good(app), Head(app, "kid", null)), "not signed as the tenant signs"),
        ["a key of its own"] = (ForgedWithItsKey, "does not publish"),
    };

    public static TheoryData<string> Faulty => [.. Refused.Keys];

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task ATokenThatIsNotGoodIsRefusedWithAChallenge(string which)
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        (Func<GuardedApp, string?> token, string why) = Refused[which];

        using HttpResponseMessage refused = await app.GetAsync(token(app));

        JsonNode problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal(401, (int)problem["status"]!);
        Assert.Contains(why, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.StartsWith(which == "none" ? "realm=\"work\"" : "realm=\"work\", error=\"invalid_token\"", Assert.Single(refused.Headers.WwwAuthenticate).Parameter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AGoodTokenOpensWhatItsRolesSay()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(app.Token(WorkRoles.Read))).StatusCode);
    }

    [Fact]
    public async Task AUsersTokenAndAnAppsTokenAreJudgedByTheirRolesAlone()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        JsonObject user = With(app, "scp", "access_as_user");
        JsonObject program = With(app, "idtyp", "app");
        JsonObject withoutRoles = With(app, "scp", WorkRoles.Read);
        withoutRoles.Remove("roles");

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(app.Key.Sign(user))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(app.Key.Sign(program))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(app.Key.Sign(withoutRoles))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(app.Key.Sign(With(app, "roles", WorkRoles.Read)))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.GetAsync(app.Key.Sign(With(app, "roles", "work.read")))).StatusCode);
    }

    [Fact]
    public async Task ClocksMayBeAMinuteApart()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        long now = app.Time.GetUtcNow().ToUnixTimeSeconds();

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(app.Key.Sign(With(app, "exp", now - 30)))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(app.Key.Sign(With(app, "nbf", now + 50)))).StatusCode);
    }

    [Fact]
    public async Task ATokenThatWasGoodIsRefusedOnceItHasExpired()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        string token = app.Token(WorkRoles.Read);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync(token)).StatusCode);

        app.Time.Move(TimeSpan.FromMinutes(62));

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync(token)).StatusCode);
    }

    [Theory]
    [InlineData("Basic {0}")]
    [InlineData("{0}")]
    [InlineData("Bearer {0}, Bearer {0}")]
    public async Task AnotherSchemeThanBearerIsNotTaken(string form)
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/workers");
        request.Headers.TryAddWithoutValidation("Authorization", string.Format(System.Globalization.CultureInfo.InvariantCulture, form, app.Token(WorkRoles.Read)));

        Assert.Equal(HttpStatusCode.Unauthorized, (await app.App.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task ATokenInTheAddressIsNotTaken()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync(null, $"/api/workers?access_token={app.Token(WorkRoles.Read)}")).StatusCode);
    }

    private static JsonObject Good(GuardedApp app) => app.Claims(WorkRoles.Read);

    private static JsonObject With(GuardedApp app, string claim, JsonNode? value)
    {
        JsonObject claims = Good(app);
        claims.Remove(claim);
        if (value is not null)
        {
            claims[claim] = value;
        }

        return claims;
    }

    private static JsonObject Head(GuardedApp app, string name, JsonNode? value)
    {
        JsonObject head = app.Key.Head("RS256");
        head.Remove(name);
        if (value is not null)
        {
            head[name] = value;
        }

        return head;
    }

    private static string Forged(string keyId, GuardedApp app)
    {
        using var own = new TenantKey(keyId);
        return own.Sign(Good(app));
    }

    private static string ForgedWithItsKey(GuardedApp app)
    {
        using var own = new TenantKey("own");
        JsonObject head = own.Head("RS256");
        head["jwk"] = own.Published;
        return own.Sign(Good(app), head);
    }

    private static string Changed(GuardedApp app)
    {
        string[] signed = app.Token(WorkRoles.Read).Split('.');
        return $"{TenantKey.Parts(app.Key.Head("RS256"), app.Claims(WorkRoles.Operate))}.{signed[2]}";
    }
}
