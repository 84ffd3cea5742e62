using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Files;
using Work.Functions.Works;

namespace Work.Functions.Tests.Works;

public sealed class PruneTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FinishedWorkIsGoneAndUnfinishedWorkStays(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string done = await app.EnqueueOneAsync("""{ "worker": "scripted" }""");
        string chosen = await app.EnqueueOneAsync("""{ "id": "chosen", "worker": "scripted" }""");
        string waits = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT1H" }""");
        await app.IdleAsync();
        Assert.Equal(2, await PruneAsync(app));
        await GoneAsync(app, done);
        await GoneAsync(app, chosen);
        Assert.Equal([waits], await ListedAsync(app));
        Assert.Equal(0, await PruneAsync(app));

        Assert.Equal("enqueued", (string?)(await app.EnqueueAsync("""{ "id": "chosen", "worker": "scripted" }"""))["operation"]);
        await app.IdleAsync();
        Assert.Equal("succeeded", (string?)(await app.GetAsync(chosen))["state"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OfAChainWhoseLastWorkWaitsTheFirstGoesAndTheMiddleStays(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        JsonObject chain = await app.EnqueueAsync("""
            { "work": [ { "key": "a", "worker": "scripted" }, { "key": "b", "id": "middle", "worker": "scripted", "after": [ "a" ], "input": { "attempts": [ { "result": "success", "output": { "n": 1 } } ] } },
                        { "worker": "scripted", "after": [ "b" ], "initialDelay": "PT48H" } ] }
            """);
        await app.IdleAsync();
        Assert.Equal(1, await PruneAsync(app));
        await GoneAsync(app, ChainTests.IdOf(chain, 0));
        Assert.Equal(["middle", ChainTests.IdOf(chain, 2)], await ListedAsync(app));
        Assert.Equal(2, (await app.JsonAsync($"/api/chains/{(string?)chain["work"]![0]!["chainId"]}"))["work"]!.AsArray().Count);

        await app.CrashAndRestartAsync();
        await GoneAsync(app, ChainTests.IdOf(chain, 0));
        await app.AdvanceAsync("PT48H");
        Assert.Equal("succeeded", (string?)(await app.GetAsync(ChainTests.IdOf(chain, 2)))["state"]);
        Assert.Equal(2, await PruneAsync(app));
        Assert.Empty(await ListedAsync(app));
        await GoneAsync(app, "middle");
    }

    [Fact]
    public async Task WhatAnotherRequestWaitsForStaysUntilThatHasFinished()
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject first = await app.EnqueueAsync("""
            { "work": [ { "key": "a", "worker": "scripted" }, { "worker": "scripted", "after": [ "a" ], "input": { "attempts": [ { "result": "success", "output": { "n": 1 } } ] } } ] }
            """);
        await app.IdleAsync();
        string needed = ChainTests.IdOf(first, 1);
        string waits = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "initialDelay": "PT1H", "after": [ "{{needed}}" ] }""");
        await app.IdleAsync();
        Assert.Equal(1, await PruneAsync(app));
        await GoneAsync(app, ChainTests.IdOf(first, 0));
        Assert.Equal(1, (int)(await app.GetAsync(needed))["output"]!["n"]!);
        Assert.Equal(0, await PruneAsync(app));

        await app.AdvanceAsync("PT1H");
        Assert.Equal("succeeded", (string?)(await app.GetAsync(waits))["state"]);
        Assert.Equal(2, await PruneAsync(app));
        Assert.Empty(await ListedAsync(app));
    }

    [Fact]
    public async Task WhatIsAppendedToANameKeepsWhatItWaitsFor()
    {
        await using TestApp app = await TestApp.StartAsync();
        string first = ChainTests.IdOf(await app.EnqueueAsync("""{ "uniqueName": "n", "existingWorkPolicy": "append", "work": [ { "worker": "scripted" } ] }"""), 0);
        await app.IdleAsync();
        string second = ChainTests.IdOf(await app.EnqueueAsync("""{ "uniqueName": "n", "existingWorkPolicy": "append", "work": [ { "worker": "scripted", "initialDelay": "PT1H" } ] }"""), 0);
        await app.IdleAsync();
        Assert.Equal(0, await PruneAsync(app));
        await app.AdvanceAsync("PT1H");
        Assert.Equal(2, await PruneAsync(app));
        await GoneAsync(app, first);
        await GoneAsync(app, second);
        Assert.Empty((await app.JsonAsync("/api/work?uniqueName=n"))["work"]!.AsArray());
        JsonObject again = await app.EnqueueAsync("""{ "uniqueName": "n", "existingWorkPolicy": "append", "work": [ { "worker": "scripted" } ] }""");
        await app.IdleAsync();
        Assert.Equal(("enqueued", "succeeded"), ((string?)again["operation"], (string?)(await app.GetAsync(ChainTests.IdOf(again, 0)))["state"]));
    }

    [Fact]
    public async Task ResultsAreKeptFromTheFinishForAsLongAsTheyAskTo()
    {
        await using TestApp app = await TestApp.StartAsync();
        string brief = await app.EnqueueOneAsync("""{ "worker": "scripted", "keepResultsFor": "PT3H", "initialDelay": "PT10H" }""");
        string usual = await app.EnqueueOneAsync("""{ "worker": "scripted" }""");
        await app.AdvanceAsync("PT12H30M");
        await app.GetAsync(brief);
        await app.AdvanceAsync("PT2H");
        await GoneAsync(app, brief);
        await app.GetAsync(usual);
        await app.AdvanceAsync("PT11H");
        await GoneAsync(app, usual);
    }

    [Fact]
    public async Task NothingIsPrunedByTimeWhereThatIsTurnedOff()
    {
        await using TestApp app = await TestApp.StartAsync(more: [("Work:AutoPrune", "false")]);
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "keepResultsFor": "PT0S" }""");
        await app.AdvanceAsync("P3D");
        await app.GetAsync(id);
        Assert.Equal(1, await PruneAsync(app));
    }

    [Fact]
    public async Task ARequestThatComesAgainWithItsKeyDoesNotRunAgainBecauseItWasPruned()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = ChainTests.IdOf(await app.EnqueueAsync("""{ "worker": "scripted" }""", "k"), 0);
        string chosen = ChainTests.IdOf(await app.EnqueueAsync("""{ "id": "mine", "worker": "scripted" }""", "m"), 0);
        await app.IdleAsync();
        Assert.Equal(2, await PruneAsync(app));
        await GoneAsync(app, id);
        using HttpResponseMessage again = await app.PostAsync("/api/work", """{ "worker": "scripted" }""", "k");
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        await app.IdleAsync();
        await GoneAsync(app, id);

        await app.EnqueueAsync("""{ "id": "mine", "worker": "scripted", "initialDelay": "PT1M" }""");
        Assert.Equal("enqueued", (string?)(await app.GetAsync(chosen))["state"]);
        await app.AdvanceAsync("P3D");
        Assert.Empty(await ListedAsync(app));
    }

    [Fact]
    public async Task ALargeContinuationGoesAsAWholeWithItsFiles()
    {
        await using TestApp app = await TestApp.StartAsync();
        string works = string.Join(',', Enumerable.Range(0, 70).Select(n => $$$"""{ "key": "k{{{n}}}", "worker": "scripted", "after": [ {{{(n == 0 ? "" : $"\"k{n - 1}\"")}}} ], "input": { "attempts": [ { "result": "success", "output": { "text": "{{{new string('x', 2_000)}}}" } } ] } }"""));
        await app.EnqueueAsync($$"""{ "work": [ {{works}} ] }""");
        await app.IdleAsync();
        Assert.Equal(70, await PruneAsync(app));
        Assert.Empty(await ListedAsync(app));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.Files, "..", "state"), "*.json", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(72)]
    public async Task APruneThatBreaksOffIsFinishedByTheNext(int failingDelete)
    {
        await using TestApp app = await TestApp.StartAsync(configure: builder =>
        {
            ServiceDescriptor state = builder.Services.Last(service => service.ServiceType == typeof(IFileStore) && Equals(service.ServiceKey, StateStore.Key));
            builder.Services.AddKeyedSingleton<IFileStore>(StateStore.Key, (provider, key) => new FailingFiles((IFileStore)state.KeyedImplementationFactory!(provider, key), failingDelete));
        });
        string works = string.Join(',', Enumerable.Range(0, 70).Select(n => $$$"""{ "key": "k{{{n}}}", "id": "chosen-{{{n}}}", "worker": "scripted", "after": [ {{{(n == 0 ? "" : $"\"k{n - 1}\"")}}} ] }"""));
        await app.EnqueueAsync($$"""{ "work": [ {{works}} ] }""");
        await app.IdleAsync();
        Assert.Equal(0, await PruneAsync(app));
        Assert.Equal(70, await PruneAsync(app));
        Assert.Empty(await ListedAsync(app));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.Files, "..", "state"), "*.json", SearchOption.AllDirectories));
        Assert.Equal("enqueued", (string?)(await app.EnqueueAsync("""{ "id": "chosen-3", "worker": "scripted" }"""))["operation"]);
    }

    [Fact]
    public async Task AWorkWhoseOutputIsGoneIsNotFoundHoweverItsPruneBrokeOff()
    {
        await using TestApp app = await TestApp.StartAsync(configure: builder =>
        {
            ServiceDescriptor state = builder.Services.Last(service => service.ServiceType == typeof(IFileStore) && Equals(service.ServiceKey, StateStore.Key));
            builder.Services.AddKeyedSingleton<IFileStore>(StateStore.Key, (provider, key) => new FailingFiles((IFileStore)state.KeyedImplementationFactory!(provider, key), failingDelete: 2));
        });
        string id = await app.EnqueueOneAsync($$"""{ "worker": "scripted", "input": { "attempts": [ { "result": "success", "output": { "text": "{{new string('x', 2_000)}}" } } ] } }""");
        await app.IdleAsync();
        Assert.Equal(1, await PruneAsync(app));
        await GoneAsync(app, id);
        using HttpResponseMessage again = await app.PostAsync($"/api/work/{id}/rerun");
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        Assert.Equal(0, await PruneAsync(app));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.Files, "..", "state"), "*.json", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task AnUpdatedWorkGoesWithItsUpdates()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT1H" }""");
        (await app.PutAsync($"/api/work/{id}", """{ "worker": "scripted" }""")).EnsureSuccessStatusCode().Dispose();
        await app.IdleAsync();
        Assert.Equal(1, await PruneAsync(app));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(app.Files, "..", "state"), "*.json", SearchOption.AllDirectories));
    }

    internal static async Task<int> PruneAsync(TestApp app)
    {
        using HttpResponseMessage response = await app.PostAsync("/api/work/prune");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (int)(await TestApp.BodyAsync(response))["pruned"]!;
    }

    private static async Task GoneAsync(TestApp app, string id)
    {
        using HttpResponseMessage response = await app.Client.GetAsync(new Uri($"/api/work/{id}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<IEnumerable<string?>> ListedAsync(TestApp app) => (await app.JsonAsync("/api/work"))["work"]!.AsArray().Select(work => (string?)work!["id"]);
}
