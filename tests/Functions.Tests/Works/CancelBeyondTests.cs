using System.Net;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Works;

public sealed class CancelBeyondTests
{
    [Fact]
    public async Task CancellingWorkThatSucceededCancelsWhatHangsOnItInOtherRequests()
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject first = await app.EnqueueAsync("""{ "work": [ { "key": "a", "worker": "scripted" }, { "worker": "scripted", "after": [ "a" ] } ] }""");
        await app.IdleAsync();
        string delayed = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "initialDelay": "PT1H", "after": [ "{{ChainTests.IdOf(first, 1)}}" ] }""");
        string done = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "after": [ "{{ChainTests.IdOf(first, 1)}}" ] }""");
        await app.IdleAsync();
        string beyond = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "initialDelay": "PT1H", "after": [ "{{done}}" ] }""");
        string unrelated = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT1H" }""");
        await app.IdleAsync();

        string[] expected = [delayed, beyond];
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await CancelAsync(app, ChainTests.IdOf(first, 0))).Order(StringComparer.Ordinal));
        await app.IdleAsync();
        Assert.Equal(["cancelled", "cancelled", "succeeded", "enqueued"], await StatesAsync(app, delayed, beyond, done, unrelated));
        Assert.Equal(["succeeded", "succeeded"], await ChainTests.StatesAsync(app, first));
        Assert.Empty(await CancelAsync(app, ChainTests.IdOf(first, 0)));
    }

    [Fact]
    public async Task WhatWasAppendedToANameIsCancelledWithWhatItWaitedFor()
    {
        await using TestApp app = await TestApp.StartAsync();
        const string Append = """{ "uniqueName": "n", "existingWorkPolicy": "append", "work": [ { "worker": "scripted", "initialDelay": "PT1H" } ] }""";
        string first = ChainTests.IdOf(await app.EnqueueAsync(Append), 0);
        await app.AdvanceAsync("PT1H");
        string second = ChainTests.IdOf(await app.EnqueueAsync(Append), 0);
        await app.IdleAsync();
        Assert.Equal([second], await CancelAsync(app, first));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task APersonsCancelIsToldAsSuchWhetherTheWorkRanOrNot(bool runs)
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject chain = await app.EnqueueAsync($$"""
            { "work": [ { "key": "a", "worker": "scripted", "initialDelay": "{{(runs ? "PT0S" : "PT1H")}}", "input": { "attempts": [ { "result": "success", "runFor": "PT1H" } ] } },
                        { "worker": "scripted", "after": [ "a" ] } ] }
            """);
        await app.IdleAsync();
        Assert.Equal(2, (await CancelAsync(app, ChainTests.IdOf(chain, 0), """{ "by": "user" }""")).Length);
        await app.AdvanceAsync("PT2H");
        Assert.Equal(["cancelled", "cancelled"], await ChainTests.StatesAsync(app, chain));
        Assert.Equal("user", (string?)(await app.GetAsync(ChainTests.IdOf(chain, 0)))["stopReason"]);
        Assert.Equal("notStopped", (string?)(await app.GetAsync(ChainTests.IdOf(chain, 1)))["stopReason"]);
    }

    [Fact]
    public async Task APersonsCancelReachesWorkThatHasNotStarted()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT1H" }""");
        Assert.Equal([id], await CancelAsync(app, id, """{ "by": "user" }"""));
        Assert.Equal("user", (string?)(await app.GetAsync(id))["stopReason"]);
        using HttpResponseMessage faulty = await app.PostAsync($"/api/work/{id}/cancel", """{ "by": "nobody" }""");
        Assert.Equal(HttpStatusCode.BadRequest, faulty.StatusCode);
    }

    private static async Task<string[]> CancelAsync(TestApp app, string id, string body = "")
    {
        using HttpResponseMessage response = await app.PostAsync($"/api/work/{id}/cancel", body);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return [.. (await TestApp.BodyAsync(response))["cancelled"]!.AsArray().Select(cancelled => (string)cancelled!)];
    }

    private static async Task<IEnumerable<string?>> StatesAsync(TestApp app, params string[] ids) => (await Task.WhenAll(ids.Select(app.GetAsync))).Select(work => (string?)work["state"]);
}
