using System.Net;
using Work.Functions.Workers;

namespace Killers;

/// <summary>
/// Something is told to an instance that has been asked for and does not exist yet, or does not wait yet: the event is dropped, or the caller gets an error,
/// and the instance then waits for ever. Seen in Azure/azure-functions-durable-extension#413, #573, #1989 and #1410 and in microsoft/durabletask-dotnet#387.
///
/// Here whoever was told 202 can cancel, update, complete and depend on the work from that moment on, whether it has begun or not.
/// </summary>
public sealed class EventBeforeStartTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AResultThatComesBeforeTheWorkerHasSaidThatItWaitsIsTaken(bool replayAlways)
    {
        TestApp? running = null;
        var answers = new List<HttpStatusCode>();
        var tally = new Tally
        {
            OnRun = async (context, stop) =>
            {
                Uri callback = (await context.GetCallbackAsync(stop))!;
                answers.Add((await running!.CallAsync(callback.PathAndQuery, """{ "result": "success", "output": { "n": 1 } }""")).Status);
                return WorkResult.AwaitCallback();
            },
        };
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        running = app;
        JsonObject chain = await app.EnqueueAsync("""{ "work": [ { "key": "a", "worker": "tally" }, { "worker": "scripted", "after": [ "a" ] } ] }""");
        await app.IdleAsync();
        Assert.Equal([HttpStatusCode.OK], answers);
        Assert.Equal(("succeeded", 1, "succeeded"), (await app.StateAsync(chain.Id()), (int)(await app.GetAsync(chain.Id()))["output"]!["n"]!, await app.StateAsync(chain.Id(1))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task WhatIsToldToWorkThatHasNotBegunHolds(bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        string cancelled = await app.EnqueueOneAsync("""{ "worker": "tally", "initialDelay": "PT1H" }""");
        string updated = await app.EnqueueOneAsync("""{ "worker": "tally", "initialDelay": "PT1H" }""");
        string hurried = await app.EnqueueOneAsync("""{ "worker": "tally", "initialDelay": "PT1H" }""");
        string needed = await app.EnqueueOneAsync("""{ "worker": "tally", "initialDelay": "PT1H" }""");
        string follows = await app.EnqueueOneAsync($$"""{ "worker": "tally", "after": [ "{{needed}}" ] }""");
        await app.CancelAsync(cancelled);
        (await app.PutAsync($"/api/work/{updated}", """{ "worker": "tally", "initialDelay": "PT2H" }""")).EnsureSuccessStatusCode().Dispose();
        Assert.Equal(HttpStatusCode.OK, (await app.CallAsync($"/api/work/{hurried}/run-now")).Status);
        await app.IdleAsync();
        await app.CrashAndRestartAsync();
        await app.AdvanceAsync("PT3H");
        Assert.Equal("cancelled", await app.StateAsync(cancelled));
        Assert.Equal((0, 1, 1, 1, 1), (tally.Of(cancelled).Length, tally.Of(updated).Length, tally.Of(hurried).Length, tally.Of(needed).Length, tally.Of(follows).Length));
        Assert.Equal(["01-01 02:00:00"], tally.Texts(updated));
        Assert.Equal(["01-01 00:00:00"], tally.Texts(hurried));
        Assert.Equal(["01-01 01:00:00"], tally.Texts(follows));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACancelThatMeetsTheScheduledStartEndsTheWorkOrTellsThatItIsDone(bool replayAlways)
    {
        var tally = new Tally();
        await using TestApp app = await TestApp.StartAsync(replayAlways, tally.AddTo);
        JsonObject[] works = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => app.EnqueueAsync("""{ "worker": "tally", "initialDelay": "PT1M" }""")));
        Task advancing = app.AdvanceAsync("PT1M");
        IReadOnlyList<string>[] cancelled = await Task.WhenAll(works.Select(work => Task.Run(() => app.CancelAsync(work.Id()))));
        await advancing;
        await app.IdleAsync();
        foreach ((JsonObject work, IReadOnlyList<string> ids) in works.Zip(cancelled))
        {
            Assert.Equal(ids.Count > 0 ? "cancelled" : "succeeded", await app.StateAsync(work.Id()));
        }
    }
}
