using System.Text.Json;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Work.Embedded.Hosting;
using Work.Functions;
using Work.Functions.Host;
using Work.Functions.Queues;

namespace Azurite.Requests;

[Collection(AzuriteGroup.Name)]
public sealed class BusyHostTests(AzuriteServer azurite)
{
    [FactWithAzurite]
    public async Task A_message_that_a_full_host_cannot_take_stays_in_its_queue_until_it_can()
    {
        WorkQueues queues = await WorkQueues.EmptyAsync(azurite);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(
            folder.At("host.json"), """{ "extensions": { "queues": { "messageEncoding": "none", "maxPollingInterval": "00:00:00.2", "visibilityTimeout": "00:00:01", "maxDequeueCount": 1000 } } }""");
        var load = new Load();
        Dictionary<string, string?> settings = new()
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["Embedded:AppDirectory"] = folder.Path,
            ["Logging:LogLevel:Default"] = "None",
        };
        await using EmbeddedTestHost host = await EmbeddedTestHost.StartAsync(
            builder => builder.AddWork().Services.AddSingleton<Work.Functions.Host.IHostLoad>(load).AddSingleton<RealTime>(new FastTime()),
            folder.Path,
            settings,
            typeof(WorkRequestFunctions).Assembly);
        await queues.PutAsync("""{ "worker": "delay", "input": { "for": "PT0S" } }""");

        await Waiting.UntilAsync("the message was tried twice and waits", async () =>
            (await queues.Requests.PeekMessagesAsync(1)).Value is [{ DequeueCount: >= 2 }]);
        Assert.Empty(await WorksAsync(host));
        load.Overload = null;

        await queues.UntilEmptyAsync();
        Assert.Single(await WorksAsync(host));
        Assert.Equal(0, await WorkQueues.CountAsync(queues.Poison));
    }

    private static async Task<List<JsonElement>> WorksAsync(EmbeddedTestHost host) =>
        [.. JsonElement.Parse(await host.Client.GetByteArrayAsync(new Uri("/api/work", UriKind.Relative))).GetProperty("work").EnumerateArray()];

    private sealed class Load : Work.Functions.Host.IHostLoad
    {
        public string? Overload { get; set; } = "The test says so.";
    }

    // A hundred times as fast, so that a host which is full for half a minute is so for a moment.
    private sealed class FastTime : RealTime
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, dueTime / 100, period);
    }
}
