using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Schedules;

public sealed class PeriodicUniqueTests
{
    private const string Hourly = """ "period": { "every": "PT1H" } """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AnUpdateKeepsTheIdTheEnqueueAndThePeriodsAndTakesTheNewSchedule(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        JsonObject first = await EnqueueAsync(app, "update", Hourly);
        Assert.Equal("enqueued", (string?)first["operation"]);
        await app.AdvanceAsync("PT10M");
        JsonObject second = await EnqueueAsync(app, "update", """ "tags": ["new"], "period": { "every": "PT30M" } """);
        Assert.Equal("updated", (string?)second["operation"]);
        JsonObject work = second["work"]![0]!.AsObject();
        Assert.Equal(IdOf(first), (string?)work["id"]);
        Assert.Equal((1, 1, "2030-01-01T00:30:00Z", "2030-01-01T00:00:00Z"), ((int)work["periodCount"]!, (int)work["generation"]!, (string?)work["nextScheduleTime"], (string?)work["enqueuedAt"]));
        Assert.Equal(["new", "delay"], work["tags"]!.AsArray().Select(tag => (string?)tag));
        await app.AdvanceAsync("PT20M");
        work = await app.GetAsync(IdOf(first));
        Assert.Equal((2, "2030-01-01T01:00:00Z"), ((int)work["periodCount"]!, (string?)work["nextScheduleTime"]));
    }

    [Fact]
    public async Task ARepeatOfAnUpdateWithItsKeyIsTakenOnce()
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject first = await EnqueueAsync(app, "keep", Hourly);
        await app.IdleAsync();
        JsonObject updated = await EnqueueAsync(app, "update", """ "period": { "every": "PT30M" } """, key: "k");
        JsonObject again = await EnqueueAsync(app, "update", """ "period": { "every": "PT30M" } """, key: "k");
        Assert.Equal("updated", (string?)again["operation"]);
        Assert.Equal(1, (int)again["work"]![0]!["generation"]!);
        Assert.Equal(IdOf(first), IdOf(updated));
    }

    [Theory]
    [InlineData("keep", "kept", true)]
    [InlineData("cancelAndReenqueue", "replaced", false)]
    [InlineData("replace", "replaced", false)]
    public async Task AnUnfinishedPeriodicWorkStaysOrIsReplaced(string policy, string operation, bool stays)
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject first = await EnqueueAsync(app, policy, Hourly);
        await app.AdvanceAsync("PT10M");
        JsonObject second = await EnqueueAsync(app, policy, Hourly);
        Assert.Equal(operation, (string?)second["operation"]);
        Assert.Equal(stays, IdOf(first) == IdOf(second));
        await app.IdleAsync();
        JsonObject work = await app.GetAsync(IdOf(second));
        Assert.Equal(stays ? "2030-01-01T01:00:00Z" : "2030-01-01T01:10:00Z", (string?)work["nextScheduleTime"]);
        using HttpResponseMessage old = await app.Client.GetAsync(new Uri($"/api/work/{IdOf(first)}", UriKind.Relative));
        Assert.Equal(stays ? HttpStatusCode.OK : HttpStatusCode.NotFound, old.StatusCode);
    }

    [Theory]
    [InlineData("keep")]
    [InlineData("update")]
    public async Task ACancelledWorkMakesRoomForANewOne(string policy)
    {
        await using TestApp app = await TestApp.StartAsync();
        JsonObject first = await EnqueueAsync(app, policy, Hourly);
        (await app.PostAsync($"/api/work/{IdOf(first)}/cancel")).EnsureSuccessStatusCode();
        await app.IdleAsync();
        JsonObject second = await EnqueueAsync(app, policy, Hourly);
        Assert.Equal("enqueued", (string?)second["operation"]);
        Assert.NotEqual(IdOf(first), IdOf(second));
        await app.AdvanceAsync("PT1H");
        Assert.Equal(2, (int)(await app.GetAsync(IdOf(second)))["periodCount"]!);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ANameIsFreeAgainWhenItsWorkOfManyPeriodsIsCancelled(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        JsonObject first = await EnqueueAsync(app, "keep", Hourly);
        await app.AdvanceAsync("P2D");
        Assert.Equal("kept", (string?)(await EnqueueAsync(app, "keep", Hourly))["operation"]);
        Assert.Equal(49, (int)(await app.GetAsync(IdOf(first)))["periodCount"]!);
        (await app.PostAsync($"/api/work/{IdOf(first)}/cancel")).EnsureSuccessStatusCode();
        await app.IdleAsync();
        Assert.Equal("enqueued", (string?)(await EnqueueAsync(app, "keep", Hourly))["operation"]);
    }

    [Theory]
    [InlineData("""{ "worker": "delay", "input": { "for": "PT1H" } }""")]
    [InlineData("""{ "key": "a", "worker": "delay", "input": { "for": "PT1H" } }, { "worker": "delay", "after": ["a"] }""")]
    public async Task WhatIsNoPeriodicWorkCannotBeUpdatedByOne(string existing)
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.EnqueueAsync($$"""{ "uniqueName": "n", "work": [{{existing}}] }""");
        await RefusedAsync(app, 422, $$"""{ "uniqueName": "n", "existingWorkPolicy": "update", "work": [{ "worker": "delay", {{Hourly}} }] }""");
    }

    [Theory]
    [InlineData(422, "append", "\"period\": { \"every\": \"PT1H\" }")]
    [InlineData(422, "appendOrReplace", "\"cron\": { \"expression\": \"0 0 * * *\" }")]
    [InlineData(422, "update", "\"tags\": []")]
    [InlineData(422, "cancelAndReenqueue", "\"tags\": []")]
    [InlineData(400, "cancelAndReenqueue", "\"period\": { \"every\": \"PT1H\" }, \"nextScheduleTimeOverride\": \"2030-01-01T05:00:00Z\"")]
    [InlineData(400, "replace", "\"period\": { \"every\": \"PT1H\" }, \"nextScheduleTimeOverride\": \"2030-01-01T05:00:00Z\"")]
    public async Task APolicyThatIsNotForTheWorkIsRefused(int status, string policy, string fields)
    {
        await using TestApp app = await TestApp.StartAsync();
        await RefusedAsync(app, status, $$"""{ "uniqueName": "n", "existingWorkPolicy": "{{policy}}", "work": [{ "worker": "delay", {{fields}} }] }""");
    }

    private static async Task RefusedAsync(TestApp app, int status, string body)
    {
        using HttpResponseMessage response = await app.PostAsync("/api/work", body);
        Assert.Equal(status, (int)response.StatusCode);
    }

    private static Task<JsonObject> EnqueueAsync(TestApp app, string policy, string fields, string? key = null) =>
        app.EnqueueAsync($$"""{ "uniqueName": "n", "existingWorkPolicy": "{{policy}}", "work": [{ "worker": "delay", "input": { "for": "PT0S" }, {{fields}} }] }""", key);

    private static string IdOf(JsonObject answer) => (string)answer["work"]![0]!["id"]!;
}
