using System.Text.Json;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Work.Embedded.Engine;
using Work.Functions.Activities;
using Work.Functions.Host;
using Work.Functions.Tests.Works;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Tests.Backends;

/// <summary>Where a status shows a step only after what the step has sent is on its way, nobody takes the older status for the truth.</summary>
public sealed class LateStatusTests
{
    [Fact]
    public async Task A_join_gets_the_output_of_a_prerequisite_whose_end_does_not_show_yet()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "combine", "input": { "a": 1 } }""");
        await app.IdleAsync();
        int left = 3;
        var client = new LooseClient(Engine(app)) { Shows = there => left-- > 0 ? LooseClient.As(there!, OrchestrationRuntimeStatus.Running) : there };

        StoredGraph? graph = await app.Services.GetRequiredService<GraphReader>().ReadWithOutputsAsync(client, id, [0], CancellationToken.None);

        JsonElement? output = await app.Services.GetRequiredService<StateStore>().FetchAsync(graph!.State.Works[0].Output, CancellationToken.None);
        Assert.Equal(1, output!.Value.GetProperty("a").GetInt32());
    }

    [Fact]
    public async Task A_run_goes_on_while_its_instance_does_not_show_yet_and_stops_when_it_is_gone()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT1H" } }""");
        await app.IdleAsync();
        bool isThere = false;
        var client = new LooseClient(Engine(app)) { Shows = there => isThere ? there : null };
        using var watch = new RunWatch(
            app.Services.GetRequiredService<GraphReader>(), app.Services.GetRequiredService<RealTime>(), app.Services.GetRequiredService<IOptions<WorkOptions>>(), NullLogger<RunWatch>.Instance);
        StoredGraph graph = (await app.Services.GetRequiredService<GraphReader>().ReadAsync(Engine(app), id, CancellationToken.None))!;
        using ActiveRun run = watch.Begin(RunRequest.Of(new GraphPlan(graph.Input.Works), graph.State, graph.Input, id, 0), client);

        await watch.LookAsync(id, CancellationToken.None);
        Assert.Equal(StopReason.NotStopped, run.StopReason);

        isThere = true;
        await watch.LookAsync(id, CancellationToken.None);
        Assert.Equal(StopReason.NotStopped, run.StopReason);

        isThere = false;
        await watch.LookAsync(id, CancellationToken.None);
        Assert.Equal(StopReason.CancelledByApp, run.StopReason);
    }

    [Fact]
    public async Task An_input_that_does_not_show_yet_is_waited_for()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "initialDelay": "PT1H" }""");
        int left = 3;
        var client = new LooseClient(Engine(app))
        {
            Shows = there => left-- > 0 ? new OrchestrationMetadata(there!.Name, there.InstanceId) { RuntimeStatus = there.RuntimeStatus, SerializedInput = "" } : there,
        };

        StoredGraph? graph = await app.Services.GetRequiredService<GraphReader>().ReadAsync(client, id, CancellationToken.None);

        Assert.Equal(id, Assert.Single(graph!.Input.Works).Id);
    }

    private static DurableTaskClient Engine(TestApp app) => app.Services.GetRequiredService<DurableEngine>().Client;
}
