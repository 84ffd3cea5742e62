using System.Net;
using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Work.Embedded.Engine;
using Work.Functions.Tests.Works;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Tests.Schedules;

/// <summary>A call that skips a delay may reach the instance twice, or late: it skips the delay that its caller was shown, and no other.</summary>
public sealed class SkippedTwiceTests
{
    private const string Work = """{ "worker": "delay", "input": { "for": "PT0S" }, "initialDelay": "PT3H", "period": { "every": "P1D" } }""";

    [Theory]
    [InlineData("run-now", false)]
    [InlineData("run-now", true)]
    [InlineData("initial-delay-met", false)]
    [InlineData("initial-delay-met", true)]
    [InlineData("period-delay-met", false)]
    [InlineData("period-delay-met", true)]
    public async Task AMessageThatComesAgainSkipsNothingMore(string call, bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string id = await WaitingAsync(app, call == "period-delay-met");
        FoundWork shown = await FindAsync(app, id);
        await CallAsync(app, id, call);
        JsonObject once = await app.GetAsync(id);
        Assert.Equal(shown.Record.Period?.Count + 1, (int)once["periodCount"]!);

        var again = new GraphMessage { SkipDelay = GraphEvent.DelaySkipped.Of(shown.Index, shown.Record) };
        await Client(app).RaiseEventAsync(shown.Graph.Instance, GraphMessage.EventName, again);
        await Client(app).RaiseEventAsync(shown.Graph.Instance, GraphMessage.EventName, again);
        await app.IdleAsync();
        Assert.Equal(once.ToJsonString(), (await app.GetAsync(id)).ToJsonString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ACallerWhoWasShownAnEarlierPeriodSkipsNothingMore(bool isPeriod)
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await WaitingAsync(app, isPeriod);
        FoundWork shown = await FindAsync(app, id);
        var skipper = app.Services.GetRequiredService<DelaySkipper>();
        for (int call = 0; call < 3; call++)
        {
            await skipper.SkipAsync(Client(app), shown, CancellationToken.None);
            await app.IdleAsync();
            Assert.Equal(shown.Record.Period?.Count + 1, (int)(await app.GetAsync(id))["periodCount"]!);
        }
    }

    [Fact]
    public async Task ACallerWhoLooksOnlyWhenTheRunIsOverSkipsNothingMore()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await WaitingAsync(app, isPeriod: false);
        FoundWork shown = await FindAsync(app, id);
        Assert.True(shown.Graph.IsPending);
        await app.Services.GetRequiredService<DelaySkipper>().SkipAsync(LateToLook(app), shown, CancellationToken.None);
        await app.IdleAsync();
        Assert.Equal(1, (int)(await app.GetAsync(id))["periodCount"]!);
    }

    [Fact]
    public async Task ACallerWhomAnUpdateOvertookSkipsTheDelayThatItLeft()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await WaitingAsync(app, isPeriod: true);
        FoundWork shown = await FindAsync(app, id);
        using HttpResponseMessage updated = await app.PutAsync($"/api/work/{id}", Work.Replace("P1D", "P2D", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, updated.StatusCode);
        await app.Services.GetRequiredService<DelaySkipper>().SkipAsync(Client(app), shown, CancellationToken.None);
        await app.IdleAsync();
        Assert.Equal(shown.Record.Period?.Count + 1, (int)(await app.GetAsync(id))["periodCount"]!);
    }

    [Fact]
    public async Task AStopThatComesAgainStopsNoLaterRun()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "scripted", "input": { "attempts": [ { "result": "success", "runFor": "PT5M" } ] } }""");
        await app.IdleAsync();
        FoundWork shown = await FindAsync(app, id);
        (await app.PostAsync($"/api/testing/work/{id}/stop", """{ "reason": "preempt" }""")).EnsureSuccessStatusCode();
        await app.AdvanceAsync("PT1M");
        JsonObject running = await app.GetAsync(id);
        Assert.Equal(("running", 2), ((string?)running["state"], (int)running["runAttemptCount"]!));

        var again = new GraphMessage { Stop = new GraphEvent.StopAsked(shown.Index, StopReason.Preempt) { Turn = Turn.Of(shown.Record) } };
        await Client(app).RaiseEventAsync(shown.Graph.Instance, GraphMessage.EventName, again);
        await app.IdleAsync();
        Assert.Equal(running.ToJsonString(), (await app.GetAsync(id)).ToJsonString());
    }

    private static async Task<string> WaitingAsync(TestApp app, bool isPeriod)
    {
        string id = await app.EnqueueOneAsync(Work);
        if (isPeriod)
        {
            await CallAsync(app, id, "initial-delay-met");
            await app.AdvanceAsync("PT10M");
        }

        return id;
    }

    private static async Task CallAsync(TestApp app, string id, string call)
    {
        using HttpResponseMessage answer = await app.PostAsync(call == "run-now" ? $"/api/work/{id}/run-now" : $"/api/testing/work/{id}/{call}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await app.IdleAsync();
    }

    private static async Task<FoundWork> FindAsync(TestApp app, string id) =>
        await app.Services.GetRequiredService<WorkFinder>().FindAsync(Client(app), id, CancellationToken.None) ?? throw new InvalidOperationException($"{id} is not there.");

    /// <summary>A client that comes back from a start only when all that it set off is over.</summary>
    private static DurableTaskClient LateToLook(TestApp app)
    {
        DurableTaskClient real = Client(app);
        var client = new Mock<DurableTaskClient>("late") { CallBase = true };
        client.Setup(c => c.ScheduleNewOrchestrationInstanceAsync(It.IsAny<TaskName>(), It.IsAny<object?>(), It.IsAny<StartOrchestrationOptions?>(), It.IsAny<CancellationToken>()))
            .Returns(async (TaskName name, object? input, StartOrchestrationOptions? options, CancellationToken stop) =>
            {
                string instance = await real.ScheduleNewOrchestrationInstanceAsync(name, input, options, stop);
                await app.IdleAsync();
                return instance;
            });
        client.Setup(c => c.GetInstanceAsync(It.IsAny<string>(), It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .Returns((string id, bool inputs, CancellationToken stop) => real.GetInstanceAsync(id, inputs, stop));
        client.Setup(c => c.RaiseEventAsync(It.IsAny<string>(), It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>()))
            .Returns((string id, string name, object? input, CancellationToken stop) => real.RaiseEventAsync(id, name, input, stop));
        return client.Object;
    }

    private static DurableTaskClient Client(TestApp app) => app.Services.GetRequiredService<DurableEngine>().Client;
}
