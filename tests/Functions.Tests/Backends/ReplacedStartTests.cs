using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Engine;
using Work.Functions.Tests.Works;

namespace Work.Functions.Tests.Backends;

/// <summary>Azure replaces a scheduled start in two steps: it terminates the instance, then starts it again. Between the two, and after a crash there, the work is what it was.</summary>
public sealed class ReplacedStartTests
{
    [Fact]
    public async Task A_work_between_two_starts_is_enqueued_and_can_be_cancelled()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await TerminatedAsync(app);

        Assert.Equal("enqueued", (string)(await app.GetAsync(id))["state"]!);
        using HttpResponseMessage answer = await app.PostAsync($"/api/work/{id}/cancel");

        Assert.Equal(id, (string)(await TestApp.BodyAsync(answer))["cancelled"]![0]!);
        Assert.Equal("cancelled", (string)(await app.GetAsync(id))["state"]!);
    }

    [Fact]
    public async Task A_work_that_was_left_between_two_starts_runs_when_it_is_due()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await TerminatedAsync(app);

        await app.AdvanceAsync("PT1H30M");
        Assert.Equal("enqueued", (string)(await app.GetAsync(id))["state"]!);
        await app.AdvanceAsync("PT31M");

        Assert.Equal("succeeded", (string)(await app.GetAsync(id))["state"]!);
        Assert.Single(await app.AttemptsAsync(id));
    }

    private static async Task<string> TerminatedAsync(TestApp app)
    {
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT0S" }, "initialDelay": "PT2H" }""");
        await app.Services.GetRequiredService<DurableEngine>().Client.TerminateInstanceAsync(id);
        await app.IdleAsync();
        OrchestrationMetadata? there = await app.Services.GetRequiredService<DurableEngine>().Client.GetInstanceAsync(id, CancellationToken.None);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, there!.RuntimeStatus);
        return id;
    }
}
