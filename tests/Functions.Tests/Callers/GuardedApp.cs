using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Host;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Callers;

/// <summary>The app with Entra ID set up, not in testing mode, and the tenant that it trusts.</summary>
internal sealed class GuardedApp : IAsyncDisposable
{
    private GuardedApp(TestApp app, Tenant tenant, MovedTime time) => (App, Tenant, Time) = (app, tenant, time);

    public TestApp App { get; }

    public Tenant Tenant { get; }

    public MovedTime Time { get; }

    public TenantKey Key => Tenant.Keys[0];

    public static async Task<GuardedApp> StartAsync(Tenant? tenant = null, params (string Name, string Value)[] more)
    {
        tenant ??= await Tenant.StartAsync();
        var time = new MovedTime();
        TestApp app = await TestApp.StartAsync(
            configure: builder => builder.Services.AddSingleton<RealTime>(time), more: [("Work:Testing:Enabled", "false"), ("Logging:LogLevel:Work.Functions.Callers", "None"), .. tenant.Settings(), .. more]);
        return new GuardedApp(app, tenant, time);
    }

    public JsonObject Claims(params string[] roles) => Tenant.Claims(Time.GetUtcNow(), roles);

    public string Token(params string[] roles) => Key.Sign(Claims(roles));

    public Task<HttpResponseMessage> GetAsync(string? token, string path = "/api/workers") => SendAsync(token, HttpMethod.Get, path);

    public async Task<HttpResponseMessage> SendAsync(string? token, HttpMethod method, string path, string body = "{}")
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        request.Content = method == HttpMethod.Get ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await App.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Tenant.DisposeAsync();
    }
}
