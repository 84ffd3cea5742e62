using System.Net;
using System.Text.Json;
using Work.Functions.Workers;

namespace Killers;

/// <summary>
/// A payload cannot be read: by the queue, which stumbles over it at each fetch and serves nobody else, or by the handler of failures, which dies of the
/// failure. Seen in collectiveidea/delayed_job#846, Azure/durabletask#842, JasperFx/wolverine#3111, apinstein/jqjobs#6 and FoundatioFx/Foundatio#455.
///
/// Here what cannot be read is refused at the door. What a worker cannot read, and a worker that is no longer there, fails its own work alone.
/// </summary>
public sealed class PoisonedPayloadTests
{
    private static readonly string[] Poisons =
    [
        "",
        "null",
        "{",
        """{ "worker": "tally", "worker": "tally" }""",
        "{ \"worker\": \"tally\", \"input\": { \"a\": \"\\ud800\" } }",
        "{ \"worker\": \"tally\", \"id\": \"a\\u0000b\" }",
        """{ "worker": "tally", "maxAttempts": 1e999 }""",
        """{ "worker": "tally", "initialDelay": "P999999999999D" }""",
        """{ "worker": "tally", "input": [ 1 ] }""",
        """{ "worker": "../tally" }""",
        $$"""{ "worker": "tally", "input": { "x": {{new string('[', 100)}}{{new string(']', 100)}} } }""",
    ];

    [Fact]
    public async Task WhatCannotBeReadIsRefusedAndNothingOfItIsStored()
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(configure: tally.AddTo);
        foreach (string poison in Poisons)
        {
            (HttpStatusCode status, JsonObject problem) = await app.CallAsync("/api/work", poison);
            Assert.True((int)status is >= 400 and < 500, $"{status} to {poison}: {problem.ToJsonString()}");
        }

        Assert.Empty(await app.StatesAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task APoisonBetweenTwoOthersFailsAloneOverARestart(bool replayAlways)
    {
        var tally = new Tally { OnRun = Choke };
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo, ("Work:AutoPrune", "false"));
        await app.EnqueueAsync("""{ "id": "before", "worker": "tally" }""");
        await app.EnqueueAsync("""{ "id": "poison", "worker": "tally", "tags": [ "poison" ], "maxAttempts": 2, "backoff": { "policy": "linear", "delay": "PT1S" } }""");
        await app.EnqueueAsync("""{ "work": [ { "id": "odd", "key": "a", "worker": "tally", "tags": [ "odd" ] }, { "id": "after-odd", "worker": "tally", "after": [ "a" ] } ] }""");
        await app.EnqueueAsync("""{ "id": "after", "worker": "tally" }""");
        await app.AdvanceAsync("PT0.5S");
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT10S");
        Assert.Equal(("succeeded", "failed", "succeeded"), (await app.StateAsync("before"), await app.StateAsync("poison"), await app.StateAsync("after")));
        Assert.Equal("attemptsExhausted", (string?)(await app.GetAsync("poison"))["error"]!["type"]);
        await app.AdvanceAsync("P2D");
        Assert.True(await app.StateAsync("odd") is "succeeded" or "failed");
        Assert.Equal(await app.StateAsync("odd"), await app.StateAsync("after-odd"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AWorkWhoseWorkerIsGoneAfterARestartFailsAndSaysSo(bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        JsonObject chain = await app.EnqueueAsync("""{ "work": [ { "key": "a", "worker": "tally", "initialDelay": "PT1H" }, { "worker": "scripted", "after": [ "a" ] } ] }""");
        string beside = await app.EnqueueOneAsync("""{ "worker": "scripted", "initialDelay": "PT1H" }""");
        app.Configure = _ => { };
        await app.RestartAsync();
        await app.AdvanceAsync("PT2H");
        JsonObject orphan = await app.GetAsync(chain.Id());
        Assert.Equal(("failed", "unknownWorker"), ((string?)orphan["state"], (string?)orphan["error"]!["type"]));
        Assert.Equal(("failed", "succeeded"), (await app.StateAsync(chain.Id(1)), await app.StateAsync(beside)));
    }

    // A message that cannot be written as UTF-8, and a type whose own text throws.
    private static Task<WorkResult> Choke(WorkContext context, CancellationToken stop) =>
        context.Tags.Contains("poison") ? throw new ChokingException()
        : Task.FromResult(context.Tags.Contains("odd") ? WorkResult.Success(JsonElement.Parse("""{ "text": "\ud83d", "deep": [[[[1e308]]]] }""")) : WorkResult.Success());

    private sealed class ChokingException : Exception
    {
        public override string Message => "\ud800 half of a letter, and \0 nothing";

        public override string ToString() => throw new NotSupportedException("Not even this can be said.");
    }
}
