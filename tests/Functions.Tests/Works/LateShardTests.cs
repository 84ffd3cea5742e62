using System.Text.Json.Nodes;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Work.Embedded.Engine;
using Work.Functions.Works;

namespace Work.Functions.Tests.Works;

/// <summary>The shards of a large continuation are started by its head, a moment after the answer: a work of theirs is found all the same.</summary>
public sealed class LateShardTests
{
    [Fact]
    public async Task A_work_is_found_before_its_shard_is_there()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await EnqueueAsync(app);
        int missing = 3;

        FoundWork? found = await FindAsync(app, id, instance => instance.Contains(':', StringComparison.Ordinal) && missing-- > 0);

        Assert.Equal(id, found?.Spec.Id);
    }

    [Fact]
    public async Task A_work_of_no_continuation_is_missing_at_once()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await EnqueueAsync(app);
        int reads = 0;

        FoundWork? found = await FindAsync(app, id, _ => reads++ >= 0);

        Assert.Null(found);
        Assert.Equal(2, reads);
    }

    private static async Task<string> EnqueueAsync(TestApp app)
    {
        string works = string.Join(',', Enumerable.Repeat("""{ "worker": "delay", "initialDelay": "PT1H", "input": { "for": "PT0S" } }""", 70));
        JsonObject answer = await app.EnqueueAsync($$"""{ "work": [ {{works}} ] }""");
        await app.IdleAsync();
        return (string)answer["work"]![69]!["id"]!;
    }

    private static async Task<FoundWork?> FindAsync(TestApp app, string id, Func<string, bool> isMissing)
    {
        DurableTaskClient real = app.Services.GetRequiredService<DurableEngine>().Client;
        var client = new Mock<DurableTaskClient>("early") { CallBase = true };
        client.Setup(c => c.GetInstancesAsync(It.IsAny<string>(), It.IsAny<bool>(), It.IsAny<CancellationToken>()))
            .Returns((string instance, bool inputs, CancellationToken stop) => isMissing(instance) ? Task.FromResult<OrchestrationMetadata?>(null) : real.GetInstancesAsync(instance, inputs, stop));
        return await app.Services.GetRequiredService<WorkFinder>().FindAsync(client.Object, id, CancellationToken.None);
    }
}
