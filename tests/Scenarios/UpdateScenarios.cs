using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;
using Work.Functions.Workers;

namespace Scenarios;

/// <summary>Update.</summary>
public sealed class UpdateScenarios
{
    private static readonly string RunsAnHour = Scene.Scripted("""{ "result": "success", "runFor": "PT1H" }""");

    [Fact]
    public async Task S081_An_unmet_constraint_that_comes_by_update_lets_the_run_finish()
    {
        await using TestApp app = await Scene.StartAsync();
        await app.ReportAsync("site", """{ "charging": false }""");
        string id = await app.EnqueueOneAsync(RunsAnHour.With(""" "scope": "site" """));
        await app.IdleAsync();
        JsonObject answer = await PutAsync(app, id, RunsAnHour.With(""" "scope": "site", "constraints": { "charging": true } """));
        Assert.Equal("appliedForNextRun", (string?)answer["result"]);
        await app.AdvanceAsync("PT1H");
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("succeeded", 1, "notStopped"), ((string?)work["state"], (int)work["runAttemptCount"]!, (string?)work["stopReason"]));
    }

    [Fact]
    public async Task S083_Updated_tags_take_the_place_of_the_old_and_a_run_keeps_those_it_began_with()
    {
        var told = new ToldWorker.Orders();
        told.OnRun = async (context, stop) =>
        {
            await context.DelayAsync(TimeSpan.FromHours(1), stop);
            return context.RunAttemptCount == 0 ? WorkResult.Retry() : WorkResult.Success();
        };
        const string Told = """{ "worker": "told", "timeout": "P1D" }""";
        await using TestApp app = await Scene.StartAsync(Scene.With(told));
        string id = await app.EnqueueOneAsync(Told.With(""" "tags": [ "old" ], "initialDelay": "PT1H" """));
        await PutAsync(app, id, Told.With(""" "tags": [ "first" ] """));
        await app.IdleAsync();
        Assert.Equal([id], await app.ListAsync("tag=first"));
        Assert.Empty(await app.ListAsync("tag=old"));
        WorkContext run = await told.NextRunAsync();
        await PutAsync(app, id, Told.With(""" "tags": [ "second" ] """));
        Assert.Equal(["first", "told"], run.Tags);
        await app.AdvanceAsync("PT3H");
        Assert.Equal(["second", "told"], (await told.NextRunAsync()).Tags);
        Assert.Equal(["second", "told"], (await app.GetAsync(id))["tags"]!.AsArray().Select(tag => (string?)tag));
    }

    [Fact]
    public async Task S085_Progress_outlives_a_stop_and_not_an_update()
    {
        await using TestApp app = await Scene.StartAsync();
        string work = Scene.Scripted("""{ "result": "success", "runFor": "PT1H", "progress": [ { "at": "PT1M", "data": { "percent": 7 } } ] }""")
            .With(""" "scope": "site", "constraints": { "charging": true } """);
        string id = await app.EnqueueOneAsync(work);
        await app.AdvanceAsync("PT2M");
        await app.ReportAsync("site", """{ "charging": false }""");
        JsonObject stopped = await app.GetAsync(id);
        Assert.Equal(("enqueued", 7), ((string?)stopped["state"], (int)stopped["progress"]!["percent"]!));
        await PutAsync(app, id, work);
        Assert.Empty((await app.GetAsync(id))["progress"]!.AsObject());
    }

    [Fact]
    public async Task S087_An_update_leaves_the_count_of_periods()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Scene.Succeeds.With(""" "period": { "every": "PT1H" } """));
        await app.IdleAsync();
        JsonObject answer = await PutAsync(app, id, Scene.Succeeds.With(""" "period": { "every": "PT2H" } """));
        Assert.Equal((1, Scene.T0.AddHours(2) - DateTimeOffset.UnixEpoch), ((int)answer["work"]!["periodCount"]!, Scene.Next(answer["work"]!)));
    }

    [Fact]
    public async Task S089_An_updated_delay_counts_from_the_enqueue()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Scene.Succeeds.With(""" "initialDelay": "PT10M" """));
        await app.AdvanceAsync("PT5M");
        await PutAsync(app, id, Scene.Succeeds.With(""" "initialDelay": "PT20M" """));
        Assert.Equal(Scene.T0.AddMinutes(5 + 15) - DateTimeOffset.UnixEpoch, await app.NextAsync(id));
    }

    private static async Task<JsonObject> PutAsync(TestApp app, string id, string work)
    {
        using HttpResponseMessage response = await app.PutAsync($"/api/work/{id}", work);
        return await TestApp.BodyAsync(response.EnsureSuccessStatusCode());
    }
}
