namespace Killers;

/// <summary>
/// Two ids differ by case alone. Some part of the system compares them without it, and the state of one goes to the other, or a message never arrives. Seen in
/// Azure/azure-functions-durable-js#170 and Azure/durabletask#1334.
///
/// Here ids, names, keys and tags are compared exactly, everywhere.
/// </summary>
public sealed class CaseTwinsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatDiffersByCaseAloneIsTwo(bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        foreach (string twin in (string[])["job", "JOB"])
        {
            Assert.Equal("enqueued", (string?)(await app.EnqueueAsync($$"""{ "id": "{{twin}}", "worker": "tally", "tags": [ "{{twin}}" ], "initialDelay": "PT1H", "concurrencyKey": "{{twin}}" }""", twin))["operation"]);
            Assert.Equal("enqueued", (string?)(await app.EnqueueAsync($$"""{ "uniqueName": "{{twin}}", "work": [ { "id": "{{twin}}-chain", "worker": "tally", "initialDelay": "PT1H" } ] }"""))["operation"]);
        }

        Assert.Equal(["job"], await app.CancelAsync("job"));
        Assert.Equal(["JOB-chain"], (await app.CallAsync("/api/work/cancel", """{ "uniqueName": "JOB" }""")).Body["cancelled"]!.AsArray().Select(id => (string?)id));
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT2H");
        Assert.Equal(["JOB", "job-chain"], tally.Ids.Order(StringComparer.Ordinal));
        Assert.Equal("JOB", (string?)Assert.Single((await app.JsonAsync("/api/work?tag=JOB"))["work"]!.AsArray())!["id"]);
        Assert.Equal("job-chain", (string?)Assert.Single((await app.JsonAsync("/api/work?uniqueName=job"))["work"]!.AsArray())!["id"]);
    }

    [Fact]
    public async Task PlacesOfKeysThatDifferByCaseAreNotShared()
    {
        await using TestApp app = await TestApp.StartAsync();
        foreach (string key in (string[])["printer", "Printer", "printer"])
        {
            await app.EnqueueAsync($$"""{ "worker": "delay", "concurrencyKey": "{{key}}", "input": { "for": "PT1M" } }""");
        }

        await app.IdleAsync();
        Dictionary<string, int> states = await app.StatesAsync();
        Assert.Equal((2, 1), (states["running"], states["enqueued"]));
    }
}
