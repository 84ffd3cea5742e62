using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Works;

/// <summary>The numbers that bound a request and a run, each at its limit and one over it, against the running app in profile Android.</summary>
public sealed class LimitsTests
{
    private const int DataBytes = 10_240;
    private static readonly (string, string) Android = ("Work:Profile", "Android");

    private static readonly (string Body, int Status, string Field)[] Refused =
    [
        ("""{ "id": "a", "worker": "delay", "after": [ "a" ] }""", 422, "after[0]"),
        ("""{ "work": [ { "key": "a", "worker": "delay", "after": [ "a" ] } ] }""", 422, "work[0].after"),
        ("""{ "work": [ { "key": "a", "worker": "delay", "after": [ "c" ] }, { "key": "b", "worker": "delay", "after": [ "a" ] }, { "key": "c", "worker": "delay", "after": [ "b" ] } ] }""", 422, "work[0].after"),
        ("""{ "work": [ { "worker": "delay", "period": { "every": "PT1H" } }, { "worker": "delay" } ] }""", 422, "work[0]"),
        ("""{ "worker": "delay", "period": { "every": "PT1H" }, "after": [ "b" ] }""", 422, "after"),
        ("""{ "work": [ { "worker": "delay", "after": [ "" ] } ] }""", 422, "work[0].after[0]"),
        ("""{ "work": {} }""", 400, "work"),
        ("""{ "work": [ [] ] }""", 400, "work[0]"),
        ("""{ "worker": "delay", "uniqueName": "x" }""", 400, "uniqueName"),
        ("""{ "uniqueName": "", "work": [ { "worker": "delay" } ] }""", 400, "uniqueName"),
        ("""{ "uniqueName": "x", "existingWorkPolicy": "merge", "work": [ { "worker": "delay" } ] }""", 400, "existingWorkPolicy"),
        ($$"""{ "worker": "delay", "id": "{{new string('x', 101)}}" }""", 400, "id"),
        ($$"""{ "worker": "delay", "tags": [ {{string.Join(',', Enumerable.Range(0, 51).Select(i => $"\"t{i}\""))}} ] }""", 400, "tags"),
        ($$"""{ "worker": "delay", "tags": [ "{{new string('x', 129)}}" ] }""", 400, "tags[0]"),
        ($$"""{ "worker": "delay", "traceTag": "{{new string('x', 128)}}" }""", 400, "traceTag"),
        ($$"""{ "worker": "delay", "input": {{ObjectOf(DataBytes + 1)}} }""", 413, "input"),
        ($$"""{ "work": [ {{string.Join(',', Enumerable.Repeat("""{ "worker": "delay" }""", 10_001))}} ] }""", 413, "work"),
        ($$"""{ "worker": "delay", "input": { "x": {{new string('[', 70)}}{{new string(']', 70)}} } }""", 400, "$"),
    ];

    [Fact]
    public async Task WhatIsOverALimitOrCannotBeIsRefusedWithItsFieldAndNothingIsStored()
    {
        await using TestApp app = await TestApp.StartAsync(more: Android);
        foreach ((string body, int status, string field) in Refused)
        {
            await IsRefusedAsync(app, body, status, field);
        }

        Assert.Empty((await app.JsonAsync("/api/work"))["work"]!.AsArray());
    }

    [Theory]
    [InlineData(DataBytes, "succeeded", null)]
    [InlineData(DataBytes + 1, "failed", "outputTooLarge")]
    public async Task AnOutputHasItsLimit(int bytes, string state, string? error)
    {
        await using TestApp app = await TestApp.StartAsync(configure: PutsOut(bytes), more: Android);
        JsonObject work = await RunAsync(app, """{ "worker": "puts-out" }""");
        Assert.Equal((state, error), ((string?)work["state"], (string?)work["error"]?["type"]));
    }

    [Theory]
    [InlineData(DataBytes, "succeeded")]
    [InlineData(DataBytes + 1, "failed")]
    public async Task ProgressHasItsLimit(int bytes, string state)
    {
        await using TestApp app = await TestApp.StartAsync(configure: Reports(bytes), more: Android);
        Assert.Equal(state, (string?)(await RunAsync(app, """{ "worker": "reports" }"""))["state"]);
    }

    [Theory]
    [InlineData(DataBytes, "succeeded", null)]
    [InlineData(DataBytes + 1, "failed", "mergedInputTooLarge")]
    public async Task AMergedInputHasItsLimitAndOneOverItFailsWhatHangsOnIt(int bytes, string state, string? error)
    {
        // Both keys together, written as one object, have so many bytes.
        int output = bytes / 2;
        int own = bytes - output + 1;
        await using TestApp app = await TestApp.StartAsync(configure: PutsOut(output), more: Android);
        JsonObject chain = await app.EnqueueAsync($$"""
            { "work": [ { "key": "a", "worker": "puts-out" },
                        { "key": "b", "worker": "combine", "after": [ "a" ], "input": {{ObjectOf(own, "y")}} },
                        { "worker": "scripted", "after": [ "b" ], "inputMerger": "overwriting" } ] }
            """);
        await app.IdleAsync();
        JsonObject merged = await app.GetAsync(ChainTests.IdOf(chain, 1));
        Assert.Equal((state, error), ((string?)merged["state"], (string?)merged["error"]?["type"]));
        Assert.Equal(state, (string?)(await app.GetAsync(ChainTests.IdOf(chain, 2)))["state"]);
    }

    [Fact]
    public async Task TheSamePrerequisiteInTwoBranchesIsNoCycle()
    {
        await using TestApp app = await TestApp.StartAsync(more: Android);
        JsonObject diamond = await app.EnqueueAsync("""
            { "work": [ { "key": "d", "worker": "scripted", "after": [ "b", "c" ] }, { "key": "b", "worker": "scripted", "after": [ "a" ] },
                        { "key": "c", "worker": "scripted", "after": [ "a" ] }, { "key": "a", "worker": "scripted" } ] }
            """);
        await app.IdleAsync();
        Assert.Equal("succeeded", (string?)(await app.GetAsync(ChainTests.IdOf(diamond, 0)))["state"]);
    }

    // {"x":"..."} of so many bytes.
    private static string ObjectOf(int bytes, string key = "x") => $$"""{"{{key}}":"{{new string('.', bytes - 8)}}"}""";

    private static Action<FunctionsApplicationBuilder> PutsOut(int bytes) =>
        builder => builder.Services.AddSingleton(new Data(JsonElement.Parse(ObjectOf(bytes)))).AddWorker<PuttingOut>("puts-out");

    private static Action<FunctionsApplicationBuilder> Reports(int bytes) =>
        builder => builder.Services.AddSingleton(new Data(JsonElement.Parse(ObjectOf(bytes)))).AddWorker<Reporting>("reports");

    private static async Task IsRefusedAsync(TestApp app, string body, int status, string field)
    {
        using HttpResponseMessage response = await app.PostAsync("/api/work", body);
        JsonObject problem = await TestApp.BodyAsync(response);
        string said = $"{body[..Math.Min(body.Length, 200)]}: {problem.ToJsonString()}";
        Assert.True(status == (int)response.StatusCode, said);
        Assert.True(problem["errors"]!.AsObject().Any(error => error.Key.StartsWith(field, StringComparison.Ordinal)), said);
    }

    private static async Task<JsonObject> RunAsync(TestApp app, string body)
    {
        string id = await app.EnqueueOneAsync(body);
        await app.IdleAsync();
        return await app.GetAsync(id);
    }

    private sealed record Data(JsonElement Value);

    private sealed class PuttingOut(Data data) : IWorker
    {
        public Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop) => Task.FromResult(WorkResult.Success(data.Value));
    }

    private sealed class Reporting(Data data) : IWorker
    {
        public async Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop)
        {
            await context.ReportProgressAsync(data.Value, stop);
            return WorkResult.Success();
        }
    }
}
