using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Callers;
using Work.Functions.Tests.Works;
using Xunit.Abstractions;

namespace Work.Functions.Tests.Callers;

/// <summary>Every HTTP function asks for the role that the table says, and docs/security.md shows the table as it was found by calling.</summary>
public sealed class RoleTests(ITestOutputHelper output)
{
    private const string Head = "| call | no token | Work.Read | Work.Write | Work.Operate |";
    private static readonly string[] Roles = [WorkRoles.Read, WorkRoles.Write, WorkRoles.Operate];

    [Fact]
    public void EveryHttpFunctionHasARoleAndNothingElseDoes() =>
        Assert.Equal(Calls().Select(call => call.Function).Order(StringComparer.Ordinal), RouteRoles.OfTheApp.Select(route => route.Function).Order(StringComparer.Ordinal));

    [Fact]
    public void WhatIsOpenToEverybodyIsWhatAsksNoKeyEither() => Assert.All(Calls(), call =>
        Assert.Equal(call.Level == AuthorizationLevel.Anonymous, new RouteRoles([]).Of(call.Function) is { Role: null }));

    [Fact]
    public async Task TheDocumentsTableIsWhatCallersMeet()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        List<string> table = [Head, "|---|---|---|---|---|"];
        foreach (HttpCall call in Calls().OrderBy(call => call.Path, StringComparer.Ordinal).ThenBy(call => call.Method.Method, StringComparer.Ordinal))
        {
            List<string> cells = [await MeetAsync(app, call, null)];
            foreach (string role in Roles)
            {
                cells.Add(await MeetAsync(app, call, app.Token(role)));
            }

            Assert.Equal("yes", await MeetAsync(app, call, app.Token(Roles)));
            table.Add($"| `{call.Method} {call.Path}` | {string.Join(" | ", cells)} |");
        }

        output.WriteLine(string.Join(Environment.NewLine, table));
        Assert.Equal(table, Documented());
    }

    [Fact]
    public async Task WhoLacksTheRoleIsToldWhichOne()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        using HttpResponseMessage refused = await app.SendAsync(app.Token(WorkRoles.Read), HttpMethod.Post, "/api/work", """{ "worker": "delay", "input": { "for": "PT0S" } }""");
        JsonNode problem = JsonNode.Parse(await refused.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.Equal("This call needs the role Work.Write, and the token does not have it.", (string)problem["detail"]!);
        Assert.Equal("realm=\"work\", error=\"insufficient_scope\", scope=\"Work.Write\"", Assert.Single(refused.Headers.WwwAuthenticate).Parameter);
        using HttpResponseMessage list = await app.GetAsync(app.Token(WorkRoles.Read), "/api/work");
        Assert.Empty((await TestApp.BodyAsync(list))["work"]!.AsArray());
    }

    [Fact]
    public async Task CancellingAllNeedsTheRoleToOperateToo()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        using HttpResponseMessage enqueued = await app.SendAsync(app.Token(WorkRoles.Write), HttpMethod.Post, "/api/work", """{ "worker": "delay", "input": { "for": "PT10M" } }""");
        string id = (string)(await TestApp.BodyAsync(enqueued))["work"]![0]!["id"]!;

        Assert.Equal(HttpStatusCode.Forbidden, await CancelAsync(app, """{ "all": true }""", WorkRoles.Write));
        Assert.Equal(HttpStatusCode.Forbidden, await CancelAsync(app, """{ "all": true }""", WorkRoles.Operate));
        Assert.Equal(HttpStatusCode.OK, await CancelAsync(app, """{ "tag": "nobody" }""", WorkRoles.Write));
        Assert.NotEqual("cancelled", (string)(await ReadAsync(app, id))["state"]!);
        Assert.Equal(HttpStatusCode.OK, await CancelAsync(app, """{ "all": true }""", WorkRoles.Write, WorkRoles.Operate));
        Assert.Equal("cancelled", (string)(await ReadAsync(app, id))["state"]!);
    }

    [Fact]
    public async Task AFunctionWithoutARoleIsOpenToNobodyUntilItHasOne()
    {
        Assert.Null(new RouteRoles([]).Of("CountThings"));
        Assert.Equal(WorkRoles.Read, new RouteRoles([new RouteRole("CountThings", WorkRoles.Read)]).Of("countthings")!.Role);
        await using Tenant tenant = await Tenant.StartAsync();
        await using TestApp app = await TestApp.StartAsync(configure: builder => builder.Services.AddRouteRole("ListWorkers", "Other.Role"), more: tenant.Settings());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/workers");
        request.Headers.Add("Authorization", $"Bearer {tenant.Keys[0].Sign(tenant.Claims(TimeProvider.System.GetUtcNow(), Roles))}");

        Assert.Equal(HttpStatusCode.Forbidden, (await app.Client.SendAsync(request)).StatusCode);
    }

    [Fact]
    public async Task NoAnswerLeadsToTheManagementEndpointsOfTheHost()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        List<string> answers = [await WholeAsync(app, HttpMethod.Post, "/api/work", """{ "worker": "delay", "input": { "for": "PT10M" } }""")];
        string id = (string)JsonNode.Parse(answers[0][answers[0].IndexOf('{', StringComparison.Ordinal)..])!["work"]![0]!["id"]!;
        foreach (string path in (string[])[$"/api/work/{id}", $"/api/work/{id}/history", $"/api/work/{id}/explain", $"/api/chains/{id}", "/api/work", "/api/stats", "/api/workers"])
        {
            answers.Add(await WholeAsync(app, HttpMethod.Get, path));
        }

        answers.Add(await WholeAsync(app, HttpMethod.Post, $"/api/work/{id}/run-now"));
        answers.Add(await WholeAsync(app, HttpMethod.Post, $"/api/work/{id}/cancel"));
        answers.Add(await WholeAsync(app, HttpMethod.Post, $"/api/work/{id}/rerun"));

        Assert.All(answers, answer => Assert.DoesNotMatch("runtime/webhooks|[?&](code|taskHub|connection)=|PostUri|GetUri", answer));
    }

    [Fact]
    public async Task AStreamEndsWhenTheTokenOfItsCallerLapses()
    {
        await using GuardedApp app = await GuardedApp.StartAsync();
        using HttpResponseMessage stream = await app.GetAsync(app.Token(WorkRoles.Read), "/api/events");
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        Task<string> whole = stream.Content.ReadAsStringAsync();

        app.Time.Move(TimeSpan.FromMinutes(60));
        Assert.False(whole.IsCompleted);
        app.Time.Move(TimeSpan.FromMinutes(2));

        await whole.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static async Task<string> WholeAsync(GuardedApp app, HttpMethod method, string path, string body = "{}")
    {
        using HttpResponseMessage answer = await app.SendAsync(app.Token(Roles), method, path, body);
        return $"{answer.Headers}{await answer.Content.ReadAsStringAsync()}";
    }

    private static async Task<JsonObject> ReadAsync(GuardedApp app, string id)
    {
        using HttpResponseMessage read = await app.GetAsync(app.Token(WorkRoles.Read), $"/api/work/{id}");
        return await TestApp.BodyAsync(read);
    }

    private static async Task<HttpStatusCode> CancelAsync(GuardedApp app, string body, params string[] roles)
    {
        using HttpResponseMessage answer = await app.SendAsync(app.Token(roles), HttpMethod.Post, "/api/work/cancel", body);
        return answer.StatusCode;
    }

    // What comes after the door (400, 404 and so on) is not asked here.
    private static async Task<string> MeetAsync(GuardedApp app, HttpCall call, string? token)
    {
        using HttpResponseMessage answer = await app.SendAsync(token, call.Method, call.Path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal));
        Assert.InRange((int)answer.StatusCode, 200, 499);
        return answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden ? $"{(int)answer.StatusCode}" : "yes";
    }

    private static IEnumerable<string> Documented() =>
        File.ReadLines(Repository.At("docs", "security.md")).SkipWhile(line => line != Head).TakeWhile(line => line.StartsWith('|'));

    private static IEnumerable<HttpCall> Calls() =>
        from type in typeof(WorkApplication).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
        let function = method.GetCustomAttribute<FunctionAttribute>()
        where function is not null
        from parameter in method.GetParameters()
        let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
        where trigger is not null
        select new HttpCall(function.Name, new HttpMethod(trigger.Methods!.Single().ToUpperInvariant()), $"/api/{trigger.Route}", trigger.AuthLevel);

    private sealed record HttpCall(string Function, HttpMethod Method, string Path, AuthorizationLevel Level);
}
