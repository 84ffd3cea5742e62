using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Work.Functions.Tests.Workers;

namespace Work.Functions.Tests.Callers;

/// <summary>A tenant of an identity provider on loopback: it publishes its metadata and its keys, and issues tokens.</summary>
internal sealed class Tenant : IAsyncDisposable
{
    public const string Id = "5f1cb2c4-6f0e-4c6e-9d0a-2f6a1d7f3b11";
    public const string Audience = "0d7f2a64-54c7-4c6e-8f43-7f5f8d9ab0c2";
    private readonly TestSite _site;
    private readonly List<TenantKey> _made = [];

    private Tenant(TestSite site) => _site = site;

    public Uri Url => _site.Url;

    public string Issuer => $"{Url.AbsoluteUri.TrimEnd('/')}/{Id}/v2.0";

    /// <summary>The keys that are published, the newest first.</summary>
    public List<TenantKey> Keys { get; } = [];

    /// <summary>Whether it answers with errors.</summary>
    public bool IsDown { get; set; }

    /// <summary>The issuer that its metadata names; its own by default.</summary>
    public string? NamedIssuer { get; set; }

    /// <summary>How often its metadata was read.</summary>
    public int Looks => _site.Seen.Count(seen => seen.Path.EndsWith("openid-configuration", StringComparison.Ordinal));

    public static async Task<Tenant> StartAsync()
    {
        Tenant? tenant = null;
        tenant = new Tenant(await TestSite.StartAsync(http => tenant!.AnswerAsync(http)));
        tenant.Publish("first");
        return tenant;
    }

    public TenantKey Publish(string id)
    {
        var key = new TenantKey(id);
        _made.Add(key);
        Keys.Insert(0, key);
        return key;
    }

    /// <summary>What a token says by default: good for an hour around the time, for the app, with these roles.</summary>
    public JsonObject Claims(DateTimeOffset now, params string[] roles) => new()
    {
        ["iss"] = Issuer,
        ["aud"] = Audience,
        ["iat"] = now.ToUnixTimeSeconds(),
        ["nbf"] = now.ToUnixTimeSeconds(),
        ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        ["oid"] = "3d1c0c6e-0000-4000-8000-00000000000a",
        ["sub"] = "subject",
        ["tid"] = Id,
        ["roles"] = new JsonArray([.. roles]),
        ["ver"] = "2.0",
    };

    public (string Name, string Value)[] Settings() =>
    [
        ("Work:Entra:Tenant", Id),
        ("Work:Entra:Audience", Audience),
        ("Work:Entra:Instance", Url.AbsoluteUri),
    ];

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        _made.ForEach(key => key.Dispose());
    }

    private Task AnswerAsync(HttpContext http)
    {
        if (IsDown)
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            return Task.CompletedTask;
        }

        return http.Request.Path.Value switch
        {
            $"/{Id}/v2.0/.well-known/openid-configuration" => http.Response.WriteAsJsonAsync(new JsonObject { ["issuer"] = NamedIssuer ?? Issuer, ["jwks_uri"] = $"{Url}keys" }),
            "/keys" => http.Response.WriteAsJsonAsync(new JsonObject { ["keys"] = new JsonArray([.. Keys.Select(key => key.Published)]) }),
            _ => throw new InvalidOperationException($"Nobody asks a tenant for {http.Request.Path}."),
        };
    }
}
