using System.Net;
using System.Text.Json.Nodes;
using Work.Functions.Tests.Works;
using Work.Model;

namespace Scenarios;

/// <summary>Override of the next schedule. Hours count from the enqueue; the interval is 100 h.</summary>
public sealed class OverrideScenarios
{
    [Fact]
    public async Task S025_An_override_is_used_up_by_its_run_and_a_retry_backs_off_from_there()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Periodic("PT0S", "PT30M", At(14)));
        Assert.Equal(Hours(14), await app.NextAsync(id));
        await app.AdvanceToAsync(Scene.T0.AddHours(14));
        await IsAsync(app, id, attempts: 1, next: 14.5);
    }

    [Fact]
    public async Task S027_An_override_that_comes_during_the_run_beats_the_backoff_of_its_retry()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Periodic("PT1H", "PT30M", At(14)));
        await app.AdvanceToAsync(Scene.T0.AddHours(14));
        await PutAsync(app, id, Periodic("PT1H", "PT30M", At(34)));
        await app.AdvanceToAsync(Scene.T0.AddHours(15));
        await IsAsync(app, id, attempts: 1, next: 34);
    }

    [Fact]
    public async Task S029_A_retry_at_six_with_a_backoff_of_an_hour_is_next_at_seven()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Periodic("PT0S", "PT1H", At(6)));
        await app.AdvanceToAsync(Scene.T0.AddHours(6));
        await IsAsync(app, id, attempts: 1, next: 7);
    }

    [Fact]
    public async Task S031_An_override_beats_a_backoff_and_leaves_the_attempts()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Periodic("PT0S", "PT30M", null));
        await app.IdleAsync();
        await IsAsync(app, id, attempts: 1, next: 0.5);
        await PutAsync(app, id, Periodic("PT0S", "PT30M", At(10)));
        await IsAsync(app, id, attempts: 1, next: 10);
    }

    [Fact]
    public async Task S033_Clearing_without_an_override_changes_no_time_and_counts()
    {
        await using TestApp app = await Scene.StartAsync();
        string id = await app.EnqueueOneAsync(Periodic("PT0S", "PT30M", null));
        await app.IdleAsync();
        TimeSpan? before = await app.NextAsync(id);
        await PutAsync(app, id, Periodic("PT0S", "PT30M", "null"));
        Assert.Equal(before, await app.NextAsync(id));

        // The generation of the override is nobody's to see; it tells a run whether its override was changed meanwhile.
        var record = new WorkRecord { State = WorkState.Enqueued, Period = new PeriodState() };
        var spec = new WorkSpec { Id = "a", Worker = "w", Tags = [], Backoff = new Backoff(BackoffPolicy.Linear, TimeSpan.FromMinutes(30)), Period = new Period(TimeSpan.FromHours(100), TimeSpan.FromHours(100)) };
        Assert.Equal(1, PeriodRules.WithoutOverride(spec, record).Period!.OverrideGeneration);
    }

    [Theory]
    [InlineData("cancelAndReenqueue", false)]
    [InlineData("replace", false)]
    [InlineData("update", true)]
    [InlineData("keep", true)]
    public async Task S035_An_override_goes_with_a_policy_that_does_not_replace(string policy, bool isAccepted)
    {
        await using TestApp app = await Scene.StartAsync();
        await app.EnqueueAsync(Scene.Unique("keep", Periodic("PT0S", "PT30M", null)));
        JsonObject answer = await app.CallAsync(
            "/api/work", Scene.Unique(policy, Periodic("PT0S", "PT30M", At(10))), isAccepted ? HttpStatusCode.Accepted : HttpStatusCode.BadRequest);
        Assert.Equal(isAccepted, answer["operation"] is not null);
    }

    private static string Periodic(string runFor, string backoff, string? nextScheduleTimeOverride) =>
        Scene.Scripted($$"""{ "result": "retry", "runFor": "{{runFor}}" }""")
            .With($$""" "period": { "every": "PT100H" }, "backoff": { "policy": "linear", "delay": "{{backoff}}" } """)
            .With(nextScheduleTimeOverride is null ? """ "tags": [] """ : $""" "nextScheduleTimeOverride": {nextScheduleTimeOverride} """);

    private static string At(double hours) => $"\"{Scene.T0.AddHours(hours):yyyy-MM-ddTHH:mm:ssZ}\"";

    private static TimeSpan Hours(double hours) => Scene.T0.AddHours(hours) - DateTimeOffset.UnixEpoch;

    private static async Task PutAsync(TestApp app, string id, string work) => (await app.PutAsync($"/api/work/{id}", work)).EnsureSuccessStatusCode().Dispose();

    private static async Task IsAsync(TestApp app, string id, int attempts, double next)
    {
        JsonObject work = await app.GetAsync(id);
        Assert.Equal(("enqueued", 0, attempts), ((string?)work["state"], (int)work["periodCount"]!, (int)work["runAttemptCount"]!));
        Assert.Equal(Hours(next), Scene.Next(work));
    }
}
