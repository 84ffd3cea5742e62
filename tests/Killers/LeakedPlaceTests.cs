using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Engine;
using Work.Model;

namespace Killers;

/// <summary>
/// A job holds one of the few places of its key and its process dies: the place is never given back, and all that comes after waits for ever; or it is given
/// back by a clock while the job still runs, and then once more by the job. Seen in rails/solid_queue#546, #735 and #761, graphile/worker#204 and #254.
///
/// Here a place belongs to an instance, which outlives its process and leaves in the step that ends the run. What somebody removed behind its back is asked after.
/// </summary>
public sealed class LeakedPlaceTests
{
    private const string Holds = """{ "worker": "scripted", "concurrencyKey": "printer", "maxAttempts": 1, "input": { "attempts": [ { "runFor": "PT5M" } ] } }""";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ThePlaceOfARunThatDiedWithItsProcessGoesToTheNextAndToOneOnly(bool replayAlways)
    {
        await using TestApp app = await TestApp.StartAsync(replayAlways);
        string[] ids = new string[4];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = await app.EnqueueOneAsync(Holds);
        }

        await app.IdleAsync();
        await app.CrashAndRestartAsync();
        await app.IdleAsync();
        Dictionary<string, int> states = await app.StatesAsync();
        Assert.Equal((1, 1, 2), (states["failed"], states["running"], states["enqueued"]));
        await app.AdvanceAsync("PT20M");
        Assert.Equal(3, (await app.StatesAsync())["succeeded"]);
    }

    [Theory]
    [InlineData("terminate")]
    [InlineData("purge")]
    public async Task ThePlaceOfAnInstanceThatSomebodyRemovedBehindItsBackComesFree(string how)
    {
        await using TestApp app = await TestApp.StartAsync();
        string removed = await app.EnqueueOneAsync(Holds);
        string next = await app.EnqueueOneAsync(Holds);
        await app.IdleAsync();
        DurableTaskClient client = app.Services.GetRequiredService<DurableEngine>().Client;
        string instance = ((NodeAddress)WorkIds.Locate(removed)!).InstanceId;
        await client.TerminateInstanceAsync(instance);
        await client.WaitForInstanceCompletionAsync(instance);
        if (how == "purge")
        {
            await client.PurgeInstanceAsync(instance);
        }

        await app.AdvanceAsync("PT2H");
        Assert.Equal("succeeded", await app.StateAsync(next));
    }
}
