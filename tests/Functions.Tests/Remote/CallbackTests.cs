using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Work.Functions.Tests.Workers;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Remote;

/// <summary>A run that the http worker left to a callback.</summary>
public sealed class CallbackTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TheCallbackEndsTheRunAndARepeatOfItIsNoError(bool replayAlways)
    {
        await using TestSite site = await PromisesAsync();
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        (string id, string callback) = await StartAsync(app, site);
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, callback, """{ "result": "success", "output": { "rows": 7 } }"""));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, callback, """{ "result": "success", "output": { "rows": 7 } }"""));
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(app, callback, """{ "result": "failure" }"""));
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("succeeded", 1, 7), ((string?)work["state"], (int)work["runAttemptCount"]!, (int)work["output"]!["rows"]!));
        Assert.Equal(["success"], (await app.AttemptsAsync(id)).Select(attempt => (string?)attempt!["result"]));
    }

    [Fact]
    public async Task ARetryComesBackAfterItsBackoffWithACallbackOfItsOwn()
    {
        await using TestSite site = await PromisesAsync();
        await using TestApp app = await TestApp.StartAsync();
        (string id, string first) = await StartAsync(app, site);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, first, """{ "result": "retry", "error": { "type": "busy", "message": "later" }, "retryAfter": "PT2M" }"""));
        Assert.Equal(("enqueued", "busy"), ((string?)(await app.GetAsync(id))["state"], (string?)(await app.GetAsync(id))["error"]!["type"]));
        await app.AdvanceAsync("PT1M");
        Assert.Single(site.Seen);
        await app.AdvanceAsync("PT1M");
        string second = CallbackOf(site.Seen.Last());
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.Conflict, await PostAsync(app, first, """{ "result": "success" }"""));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, second, """{ "result": "success" }"""));
        Assert.Equal("succeeded", (string?)(await app.GetAsync(id))["state"]);
    }

    [Fact]
    public async Task ARunThatTakesTooLongIsStoppedAndItsCallbackComesTooLate()
    {
        await using TestSite site = await PromisesAsync();
        await using TestApp app = await TestApp.StartAsync();
        (string id, string callback) = await StartAsync(app, site, """, "timeout": "PT1H", "backoff": { "policy": "linear", "delay": "PT10M" } """);
        await app.AdvanceAsync("PT59M");
        Assert.Single(site.Seen);
        await app.AdvanceAsync("PT1M");
        JsonNode ended = Assert.Single(await app.AttemptsAsync(id))!;
        Assert.Equal(("stopped", "timeout", "2030-01-01T01:00:00Z"), ((string?)ended["result"], (string?)ended["stopReason"], (string?)ended["endedAt"]));
        Assert.Equal("timeout", (string?)(await RefusedAsync(app, callback, """{ "result": "success" }"""))["stopReason"]);
        Assert.Equal("timeout", (string?)(await RefusedAsync(app, callback + "/heartbeat", "{}"))["stopReason"]);
    }

    [Fact]
    public async Task ACancelledRunIsToldByItsHeartbeatAndItsResultCountsForNothing()
    {
        await using TestSite site = await PromisesAsync();
        await using TestApp app = await TestApp.StartAsync();
        (string id, string callback) = await StartAsync(app, site);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, callback + "/heartbeat", """{ "progress": { "done": 3 } }"""));
        Assert.Equal(3, (int)(await app.GetAsync(id))["progress"]!["done"]!);
        Assert.Equal("2030-01-01T00:00:00Z", (string?)(await app.GetAsync(id))["lastHeartbeatAt"]);
        (await app.PostAsync($"/api/work/{id}/cancel")).Dispose();
        Assert.Equal("cancelled", (string?)(await app.GetAsync(id))["state"]);
        Assert.Equal("cancelledByApp", (string?)(await RefusedAsync(app, callback + "/heartbeat", "{}"))["stopReason"]);
        Assert.Equal("cancelledByApp", (string?)(await RefusedAsync(app, callback, """{ "result": "success" }"""))["stopReason"]);
        Assert.Equal("cancelled", (string?)(await app.GetAsync(id))["state"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARunThatGoesOnElsewhereOutlivesACrash(bool replayAlways)
    {
        await using TestSite site = await PromisesAsync();
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        (string id, string callback) = await StartAsync(app, site);
        await app.CrashAndRestartAsync();
        await app.IdleAsync();
        Assert.Equal("running", (string?)(await app.GetAsync(id))["state"]);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, callback, """{ "result": "success" }"""));
        await app.CrashAndRestartAsync();
        Assert.Equal(HttpStatusCode.OK, await PostAsync(app, callback, """{ "result": "success" }"""));
        Assert.Equal(("succeeded", 1), ((string?)(await app.GetAsync(id))["state"], (int)(await app.GetAsync(id))["runAttemptCount"]!));
        Assert.Single(site.Seen);
    }

    [Fact]
    public async Task ACallbackThatIsFasterThanTheAnswerCounts()
    {
        TestSite? site = null;
        TestApp? app = null;
        HttpStatusCode? said = null;
        site = await TestSite.StartAsync(async context =>
        {
            said = await PostAsync(app!, CallbackOf(site!.Seen.Last()), """{ "result": "success", "output": { "early": true } }""");
            context.Response.StatusCode = StatusCodes.Status202Accepted;
        });
        await using TestSite fast = site;
        await using TestApp started = app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync($$"""{ "worker": "http", "input": { "url": "{{fast.Url}}" } }""");
        await app.IdleAsync();
        Assert.Equal(HttpStatusCode.OK, said);
        Assert.Equal(("succeeded", true), ((string?)(await app.GetAsync(id))["state"], (bool)(await app.GetAsync(id))["output"]!["early"]!));
    }

    [Fact]
    public async Task ATokenThatIsNoneIsNotFoundAndABadBodyTellsItsFaults()
    {
        await using TestSite site = await PromisesAsync();
        await using TestApp app = await TestApp.StartAsync();
        (_, string callback) = await StartAsync(app, site);
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(app, "/api/callbacks/none", """{ "result": "success" }"""));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(app, callback[..^1] + (callback[^1] == 'A' ? 'B' : 'A'), """{ "result": "success" }"""));
        Assert.Equal(HttpStatusCode.NotFound, await PostAsync(app, callback.Replace("callbacks", "leases", StringComparison.Ordinal) + "/complete", """{ "result": "success" }"""));
        using HttpResponseMessage refused = await app.PostAsync(callback, """{ "result": "done", "outputs": {}, "retryAfter": "soon" }""");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(["outputs", "result", "retryAfter"], (await TestApp.BodyAsync(refused))["errors"]!.AsObject().Select(error => error.Key).Order(StringComparer.Ordinal));
    }

    internal static Task<TestSite> PromisesAsync() => TestSite.StartAsync(context =>
    {
        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    });

    private static async Task<(string Id, string Callback)> StartAsync(TestApp app, TestSite site, string more = "")
    {
        string id = await app.EnqueueOneAsync($$"""{ "worker": "http", "input": { "url": "{{site.Url}}" }{{more}} }""");
        await app.IdleAsync();
        return (id, CallbackOf(Assert.Single(site.Seen)));
    }

    // The path alone: a host that starts again has another port in these tests.
    private static string CallbackOf(SeenRequest request) => new Uri((string)JsonNode.Parse(request.Body)!["callback"]!).AbsolutePath;

    private static async Task<HttpStatusCode> PostAsync(TestApp app, string path, string json)
    {
        using HttpResponseMessage response = await app.PostAsync(path, json);
        return response.StatusCode;
    }

    private static async Task<JsonObject> RefusedAsync(TestApp app, string path, string json)
    {
        using HttpResponseMessage response = await app.PostAsync(path, json);
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        return await TestApp.BodyAsync(response);
    }
}
