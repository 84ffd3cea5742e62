using System.Net;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Moq;
using Work.Embedded.Engine;
using Work.Functions.Tests.Works;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Tests.Backends;

/// <summary>Where the backend refuses events to what has ended, and drops those to what has not begun, calls do what they promise.</summary>
public sealed class LostEventsTests
{
    [Fact]
    public async Task What_comes_after_the_end_is_no_error()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT0S" } }""");
        await app.IdleAsync();
        var client = new LooseClient(Engine(app)) { LosesEvents = true };
        var message = new GraphMessage { Cancel = new GraphEvent.CancelAsked([0], StopReason.CancelledByApp) };

        StoredGraph? graph = await app.Services.GetRequiredService<GraphMessenger>().SendAsync(client, id, message, _ => false, CancellationToken.None);

        Assert.Equal(WorkState.Succeeded, graph?.State.Works[0].State);
    }

    [Fact]
    public async Task What_ends_before_the_message_comes_is_not_waited_for()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT0S" } }""");
        await app.IdleAsync();
        int left = 1;
        var client = new LooseClient(Engine(app)) { Shows = there => left-- > 0 ? LooseClient.As(there!, OrchestrationRuntimeStatus.Running) : there };
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(9));

        StoredGraph? graph = await app.Services.GetRequiredService<GraphMessenger>().SendAsync(client, id, GraphMessage.Waking, _ => false, late.Token);

        Assert.True(graph?.HasEnded);
    }

    [Fact]
    public async Task What_ends_while_it_is_pruned_is_pruned()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "initialDelay": "P1D" }""");
        (await app.PostAsync($"/api/work/{id}/cancel")).Dispose();
        await app.IdleAsync();
        var client = new LooseClient(Engine(app)) { Lists = there => LooseClient.As(there, OrchestrationRuntimeStatus.Pending) };
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(9));

        int pruned = await app.Services.GetRequiredService<WorkPruner>().PruneAsync(client, onlyOld: false, late.Token);

        Assert.Equal(1, pruned);
        using HttpResponseMessage gone = await app.Client.GetAsync($"/api/work/{id}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [Fact]
    public async Task What_goes_wrong_while_the_instance_runs_is_an_error()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT1H" } }""");
        await app.IdleAsync();
        var client = new Mock<DurableTaskClient>("away") { CallBase = true };
        client.Setup(c => c.RaiseEventAsync(id, It.IsAny<string>(), It.IsAny<object?>(), It.IsAny<CancellationToken>())).ThrowsAsync(new IOException("away"));
        client.Setup(c => c.GetInstancesAsync(id, It.IsAny<bool>(), It.IsAny<CancellationToken>())).Returns((string instance, bool inputs, CancellationToken stop) => Engine(app).GetInstancesAsync(instance, inputs, stop));

        await Assert.ThrowsAsync<IOException>(() => app.Services.GetRequiredService<GraphMessenger>().SendAsync(client.Object, id, GraphMessage.Waking, _ => true, CancellationToken.None));
    }

    [Fact]
    public async Task A_message_waits_until_the_instance_has_begun()
    {
        await using TestApp app = await TestApp.StartAsync();
        string id = await app.EnqueueOneAsync("""{ "worker": "delay", "input": { "for": "PT1H" } }""");
        await app.IdleAsync();
        var client = new LooseClient(Engine(app)) { LosesEvents = true, Shows = LooseClient.NotBegunFor(6, id) };

        IReadOnlyList<string> cancelled = await app.Services.GetRequiredService<WorkCanceller>().CancelAsync(client, id, StopReason.CancelledByApp, CancellationToken.None);

        Assert.Equal([id], cancelled);
    }

    [Fact]
    public async Task A_cancel_of_one_work_leaves_the_others_though_the_instance_has_not_begun()
    {
        await using TestApp app = await TestApp.StartAsync();
        var works = (await app.EnqueueAsync("""{ "work": [ { "key": "a", "worker": "delay", "input": { "for": "PT1H" } }, { "worker": "delay", "after": [ "a" ] } ] }"""))["work"]!;
        await app.IdleAsync();
        (string first, string second) = ((string)works[0]!["id"]!, (string)works[1]!["id"]!);
        var client = new LooseClient(Engine(app)) { LosesEvents = true, Shows = LooseClient.NotBegunFor(2, (string)works[0]!["chainId"]!) };

        IReadOnlyList<string> cancelled = await app.Services.GetRequiredService<WorkCanceller>().CancelAsync(client, second, StopReason.CancelledByApp, CancellationToken.None);

        Assert.Equal([second], cancelled);
        Assert.Empty(client.Starts);
        Assert.Equal("running", (string)(await app.GetAsync(first))["state"]!);
    }

    [Fact]
    public async Task A_request_for_a_name_waits_until_its_owner_has_begun()
    {
        await using TestApp app = await TestApp.StartAsync();
        await app.EnqueueAsync("""{ "uniqueName": "n", "existingWorkPolicy": "keep", "work": [ { "worker": "delay", "input": { "for": "PT1H" } } ] }""");
        await app.IdleAsync();
        var client = new LooseClient(Engine(app)) { LosesEvents = true, Shows = LooseClient.NotBegunFor(4, NameStarter.OwnerOf("n")) };
        byte[] body = """{ "uniqueName": "n", "existingWorkPolicy": "append", "work": [ { "worker": "delay" } ] }"""u8.ToArray();

        EnqueueAnswer answer = await app.Services.GetRequiredService<WorkEnqueuer>().EnqueueAsync(client, body, null, CancellationToken.None);

        Assert.Equal(EnqueueOperation.Appended, answer.Operation);
    }

    private static DurableTaskClient Engine(TestApp app) => app.Services.GetRequiredService<DurableEngine>().Client;
}
