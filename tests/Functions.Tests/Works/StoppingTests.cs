using System.Net;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

/// <summary>
/// A run that was cancelled may take its time to stop, and its instance is open for as long; its work is cancelled from the cancel on, whoever asks.
/// Here each run ignores its stop, and the time until it is left behind does not pass before the test says so.
/// </summary>
public sealed class StoppingTests
{
    private const string Ignores = """ "worker": "scripted", "input": { "attempts": [ { "result": "success", "runFor": "PT5M", "ignoreStop": true } ] } """;
    private const string Succeeds = """ "worker": "scripted" """;

    [Theory]
    [InlineData("keep", "enqueued", 1)]
    [InlineData("replace", "replaced", 1)]
    [InlineData("keep", "enqueued", 70)]
    public async Task TheNameOfACancelledWorkIsFreeAtOnce(string policy, string operation, int works)
    {
        await using TestApp app = await TestApp.StartAsync();
        string first = ChainTests.IdOf(await EnqueueAsync(app, "keep", Ignores, works), 0);
        await app.IdleAsync();
        await CancelAsync(app, """{ "uniqueName": "sync" }""");
        JsonObject second = await EnqueueAsync(app, policy, Succeeds, works);
        Assert.Equal(operation, (string?)second["operation"]);
        await app.IdleAsync();
        Assert.All(await ChainTests.StatesAsync(app, second), state => Assert.Equal("succeeded", state));
        Assert.Equal("cancelled", (string?)(await app.GetAsync(first))["state"]);
        await app.AdvanceAsync("PT10M");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app, first));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatReplacesARunIsNotHeldUpByIt(bool crashes)
    {
        await using TestApp app = await TestApp.StartAsync();
        string first = ChainTests.IdOf(await EnqueueAsync(app, "keep", Ignores), 0);
        await app.IdleAsync();
        JsonObject second = await EnqueueAsync(app, "replace", Succeeds);
        await app.IdleAsync();
        Assert.Equal(["succeeded"], await ChainTests.StatesAsync(app, second));
        if (crashes)
        {
            await app.CrashAndRestartAsync();
        }

        await app.AdvanceAsync("PT10M");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app, first));
        Assert.Equal(["succeeded"], await ChainTests.StatesAsync(app, second));
        Assert.Equal("enqueued", (string?)(await EnqueueAsync(app, "keep", Succeeds))["operation"]);
    }

    [Fact]
    public async Task AnUpdateAfterACancelBeginsAnew()
    {
        await using TestApp app = await TestApp.StartAsync();
        const string Hourly = """ "period": { "every": "PT1H" }, """;
        string first = ChainTests.IdOf(await EnqueueAsync(app, "update", Hourly + Ignores), 0);
        await app.IdleAsync();
        await CancelAsync(app, """{ "uniqueName": "sync" }""");
        JsonObject second = await EnqueueAsync(app, "update", Hourly + Succeeds);
        Assert.Equal("enqueued", (string?)second["operation"]);
        Assert.NotEqual(first, ChainTests.IdOf(second, 0));
        await app.AdvanceAsync("PT10M");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app, first));
    }

    [Fact]
    public async Task ItIsListedOnceAndWhatComesAfterItIsCancelledAtOnce()
    {
        await using TestApp app = await TestApp.StartAsync();
        string first = await app.EnqueueOneAsync($$"""{ {{Ignores}} }""");
        await app.IdleAsync();
        await CancelAsync(app, """{ "all": true }""");
        Assert.Equal(first, (string?)Assert.Single((await app.JsonAsync("/api/work?state=cancelled"))["work"]!.AsArray())!["id"]);
        string second = await app.EnqueueOneAsync($$"""{ {{Succeeds}}, "after": [ "{{first}}" ] }""");
        await app.IdleAsync();
        Assert.Equal("cancelled", (string?)(await app.GetAsync(second))["state"]);
        await app.AdvanceAsync("PT10M");
        Assert.Equal("cancelled", (string?)(await app.GetAsync(first))["state"]);
    }

    [Fact]
    public async Task ItCanBePrunedAndStaysAway()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync($$"""{ {{Ignores}} }""");
        await app.IdleAsync();
        await CancelAsync(app, """{ "all": true }""");
        using (HttpResponseMessage pruned = await app.PostAsync("/api/work/prune"))
        {
            Assert.Equal(1, (int?)(await TestApp.BodyAsync(pruned))["pruned"]);
        }

        await app.IdleAsync();
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app, id));
        await app.AdvanceAsync("PT10M");
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(app, id));
    }

    private static Task<JsonObject> EnqueueAsync(TestApp app, string policy, string work, int works = 1) =>
        app.EnqueueAsync($$"""{ "uniqueName": "sync", "existingWorkPolicy": "{{policy}}", "work": [ {{string.Join(", ", Enumerable.Repeat($"{{ {work} }}", works))}} ] }""");

    private static async Task CancelAsync(TestApp app, string what)
    {
        using HttpResponseMessage answer = await app.PostAsync("/api/work/cancel", what);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static async Task<HttpStatusCode> StatusAsync(TestApp app, string id)
    {
        using HttpResponseMessage answer = await app.Client.GetAsync(new Uri($"/api/work/{id}", UriKind.Relative));
        return answer.StatusCode;
    }
}
