using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Scenarios;

/// <summary>Enqueue and unique names.</summary>
public sealed class EnqueueScenarios
{
    private static readonly string Fails = Scene.Scripted("""{ "result": "failure" }""");
    private static readonly string RunsAnHour = Scene.Scripted("""{ "result": "success", "runFor": "PT1H" }""");

    [Fact]
    public async Task S065_Dependent_on_succeeded_work_is_enqueued_and_on_dead_work_is_dead()
    {
        await using TestApp app = await Scene.StartAsync();
        string succeeded = await app.EnqueueOneAsync(Scene.Succeeds);
        string failed = await app.EnqueueOneAsync(Fails);
        string cancelled = await app.EnqueueOneAsync(Scene.Succeeds.With(""" "initialDelay": "P1D" """));
        await app.CallAsync($"/api/work/{cancelled}/cancel");
        await app.IdleAsync();
        JsonObject[] dependents =
        [
            await app.EnqueueAsync(RunsAnHour.With($""" "after": [ "{succeeded}" ] """)),
            await app.EnqueueAsync(RunsAnHour.With($""" "after": [ "{failed}" ] """)),
            await app.EnqueueAsync(RunsAnHour.With($""" "after": [ "{cancelled}" ] """)),
        ];
        Assert.Equal(["enqueued", "failed", "cancelled"], dependents.Select(dependent => (string?)dependent["work"]![0]!["state"]));
        await app.IdleAsync();
        Assert.Equal(["running", "failed", "cancelled"], await app.StatesAsync(dependents[0].Id(), dependents[1].Id(), dependents[2].Id()));
    }

    [Fact]
    public async Task S067_Replace_by_a_chain_leaves_the_name_to_the_chain_alone()
    {
        await using TestApp app = await Scene.StartAsync();
        string old = (await app.EnqueueAsync(Scene.Unique("keep", RunsAnHour))).Id();
        JsonObject chain = await app.EnqueueAsync(Scene.Unique("replace", RunsAnHour.With(""" "key": "a" """), RunsAnHour.With(""" "after": [ "a" ] """)));
        await app.IdleAsync();
        Assert.Equal(new[] { chain.Id(0), chain.Id(1) }.Order(), (await app.ListAsync("uniqueName=name")).Order());
        Assert.False(await app.IsKnownAsync(old));
    }

    [Fact]
    public async Task S069_Keep_over_finished_work_makes_room_for_the_new()
    {
        await using TestApp app = await Scene.StartAsync();
        string old = (await app.EnqueueAsync(Scene.Unique("keep", Scene.Succeeds))).Id();
        await app.IdleAsync();
        JsonObject renewed = await app.EnqueueAsync(Scene.Unique("keep", RunsAnHour));
        await app.IdleAsync();
        Assert.Equal(("enqueued", "running"), ((string?)renewed["operation"], await app.StateAsync(renewed.Id())));
        Assert.False(await app.IsKnownAsync(old));

        // Periodic work has finished when it is cancelled.
        await app.CallAsync($"/api/work/{renewed.Id()}/cancel");
        string periodic = RunsAnHour.With(""" "period": { "every": "P1D" } """);
        string cancelled = (await app.EnqueueAsync(Scene.Unique("keep", periodic))).Id();
        await app.IdleAsync();
        await app.CallAsync($"/api/work/{cancelled}/cancel");
        JsonObject again = await app.EnqueueAsync(Scene.Unique("keep", periodic));
        await app.IdleAsync();
        Assert.Equal(("enqueued", "running"), ((string?)again["operation"], await app.StateAsync(again.Id())));
        Assert.False(await app.IsKnownAsync(cancelled));
    }

    [Fact]
    public async Task S071_Append_over_a_diamond_depends_on_exactly_its_leaves()
    {
        await using TestApp app = await Scene.StartAsync();
        JsonObject diamond = await app.EnqueueAsync(Scene.Unique(
            "append",
            RunsAnHour.With(""" "key": "top" """),
            Scene.Succeeds.With(""" "key": "left", "after": [ "top" ] """),
            Scene.Succeeds.With(""" "key": "right", "after": [ "top" ] """),
            Scene.Succeeds.With(""" "after": [ "left", "right" ] """),
            Scene.Succeeds.With(""" "after": [ "left", "right" ] """)));
        JsonObject appended = await app.EnqueueAsync(Scene.Unique("append", Scene.Succeeds.With(""" "key": "root" """), Scene.Succeeds.With(""" "after": [ "root" ] """)));
        await app.IdleAsync();
        Assert.Equal(new[] { diamond.Id(3), diamond.Id(4) }.Order(), AfterOf(await app.GetAsync(appended.Id(0))).Order());
        Assert.Equal([appended.Id(0)], AfterOf(await app.GetAsync(appended.Id(1))));
        await app.AdvanceAsync("PT1H");
        Assert.Equal("succeeded", await app.StateAsync(appended.Id(1)));
    }

    [Fact]
    public async Task S073_AppendOrReplace_over_dead_work_removes_it_and_starts_afresh()
    {
        await using TestApp app = await Scene.StartAsync();
        string failed = (await app.EnqueueAsync(Scene.Unique("keep", Fails))).Id();
        await app.IdleAsync();
        JsonObject second = await app.EnqueueAsync(Scene.Unique("appendOrReplace", RunsAnHour.With(""" "initialDelay": "PT1H" """)));
        Assert.False(await app.IsKnownAsync(failed));
        Assert.Equal("enqueued", await app.StateAsync(second.Id()));
        Assert.Empty(AfterOf(await app.GetAsync(second.Id())));
        await app.CallAsync($"/api/work/{second.Id()}/cancel");
        JsonObject third = await app.EnqueueAsync(Scene.Unique("appendOrReplace", RunsAnHour.With(""" "initialDelay": "PT1H" """)));
        Assert.False(await app.IsKnownAsync(second.Id()));
        Assert.Equal("enqueued", await app.StateAsync(third.Id()));
        Assert.Empty(AfterOf(await app.GetAsync(third.Id())));
    }

    [Fact]
    public async Task S075_Update_changes_periodic_work_in_place_and_only_that()
    {
        await using TestApp app = await Scene.StartAsync();
        string quarter = Scene.Succeeds.With(""" "period": { "every": "PT15M" } """);
        string half = Scene.Succeeds.With(""" "period": { "every": "PT30M" } """);
        JsonObject inserted = await app.EnqueueAsync(Scene.Unique("update", quarter));
        Assert.Equal("enqueued", (string?)inserted["operation"]);
        await app.IdleAsync();
        JsonObject updated = await app.EnqueueAsync(Scene.Unique("update", half));
        Assert.Equal(("updated", inserted.Id()), ((string?)updated["operation"], updated.Id()));
        JsonObject work = await app.GetAsync(inserted.Id());
        Assert.Equal("PT30M", (string?)work["period"]!["every"]);
        Assert.Equal((string?)inserted["work"]![0]!["enqueuedAt"], (string?)work["enqueuedAt"]);

        // The period counts from the end of the last run, which the update leaves as it was.
        Assert.Equal(Scene.T0.AddMinutes(30) - DateTimeOffset.UnixEpoch, Scene.Next(work));
        await app.CallAsync($"/api/work/{inserted.Id()}/cancel");
        JsonObject renewed = await app.EnqueueAsync(Scene.Unique("update", half.With(""" "initialDelay": "PT1H" """)));
        Assert.NotEqual(inserted.Id(), renewed.Id());
        Assert.Equal("enqueued", await app.StateAsync(renewed.Id()));
        await app.EnqueueAsync("""{ "uniqueName": "once", "work": [ { "worker": "delay", "input": { "for": "PT1H" } } ] }""");
        await app.CallAsync("/api/work", Scene.Unique("update", half).Replace("\"name\"", "\"once\"", StringComparison.Ordinal), HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task S077_Enqueueing_the_same_continuation_again_stores_nothing()
    {
        await using TestApp app = await Scene.StartAsync();
        string body = Scene.Chain(RunsAnHour.With(""" "key": "a" """), Scene.Succeeds.With(""" "after": [ "a" ] """));
        JsonObject first = await app.EnqueueAsync(body, "the continuation");
        await app.IdleAsync();
        JsonObject second = await app.EnqueueAsync(body, "the continuation");
        await app.IdleAsync();
        Assert.Equal(first.ToJsonString(), second.ToJsonString());
        Assert.Equal(2, (await app.ListAsync("limit=10")).Count);
        string named = Scene.Chain(RunsAnHour.With(""" "id": "one", "key": "a" """), Scene.Succeeds.With(""" "id": "two", "after": [ "a" ] """));
        Assert.Equal("enqueued", (string?)(await app.EnqueueAsync(named))["operation"]);
        Assert.Equal("kept", (string?)(await app.EnqueueAsync(named))["operation"]);
        Assert.Equal(4, (await app.ListAsync("limit=10")).Count);
    }

    [Fact]
    public async Task S079_Combined_branches_meet_in_a_join_whose_values_are_arrays()
    {
        await using TestApp app = await Scene.StartAsync();
        JsonObject answer = await app.EnqueueAsync(Scene.Chain(
            Scene.Scripted("""{ "result": "success", "output": { "number": 0 } }""").With(""" "key": "a" """),
            Scene.Scripted("""{ "result": "success", "output": { "number": 1, "text": "hello" } }""").With(""" "key": "b" """),
            """{ "worker": "combine", "inputMerger": "arrayCreating", "after": [ "a", "b" ] }"""));
        await app.IdleAsync();
        JsonObject join = await app.GetAsync(answer.Id(2));
        Assert.Equal("succeeded", (string?)join["state"]);
        Assert.Equal([0, 1], join["output"]!["number"]!.AsArray().Select(number => (int)number!).Order());
        Assert.Equal(["hello"], join["output"]!["text"]!.AsArray().Select(text => (string?)text));
    }

    private static IEnumerable<string> AfterOf(JsonObject work) => work["after"]!.AsArray().Select(id => (string)id!);
}
