using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Work.Embedded.Hosting;
using Work.Functions;
using Work.Functions.Queues;

namespace Azurite.Requests;

/// <summary>
/// A message that is delivered again when nobody knows any more whether it was taken is not guessed at. The queue lives in real time, and the app at another: nine days on, when by default a message is remembered for eight.
/// </summary>
[Collection(AzuriteGroup.Name)]
public sealed class ForgottenMessageTests(AzuriteServer azurite)
{
    private const string Request = """{ "worker": "delay", "input": { "for": "PT0S" } }""";
    private static readonly TimeSpan Later = TimeSpan.FromDays(9);

    [FactWithAzurite]
    public async Task An_old_message_that_was_delivered_before_and_is_not_known_is_in_the_poison_queue_with_its_reason()
    {
        WorkQueues queues = await WorkQueues.EmptyAsync(azurite);
        using var folder = new TemporaryFolder();
        string id = await queues.PutAsync(Request);
        QueueMessage taken = await queues.Requests.ReceiveMessageAsync();
        await queues.Requests.UpdateMessageAsync(id, taken.PopReceipt, visibilityTimeout: TimeSpan.Zero);

        await using EmbeddedTestHost host = await StartAsync(folder, azurite.ConnectionString, Later);
        await queues.UntilEmptyAsync();

        await ForgottenAsync(queues, id);
        Assert.Empty(await WorksAsync(host));
    }

    [FactWithAzurite]
    public async Task An_old_message_that_was_never_delivered_is_taken()
    {
        WorkQueues queues = await WorkQueues.EmptyAsync(azurite);
        using var folder = new TemporaryFolder();
        await queues.PutAsync(Request);

        await using EmbeddedTestHost host = await StartAsync(folder, azurite.ConnectionString, Later);
        await queues.UntilEmptyAsync();

        Assert.Single(await WorksAsync(host));
        Assert.Equal(0, await WorkQueues.CountAsync(queues.Poison));
    }

    [FactWithAzurite]
    public async Task An_old_message_whose_first_delivery_is_remembered_is_the_same_work()
    {
        WorkQueues queues = await WorkQueues.EmptyAsync(azurite);
        using var folder = new TemporaryFolder();
        await TakeAndDieAsync(queues, folder, Later);

        await using EmbeddedTestHost host = await StartAsync(folder, azurite.ConnectionString, Later + TimeSpan.FromMinutes(1));
        await queues.UntilEmptyAsync();

        Assert.Single(await WorksAsync(host));
        Assert.Equal(0, await WorkQueues.CountAsync(queues.Poison));
    }

    [FactWithAzurite]
    public async Task A_message_whose_work_was_finished_and_pruned_before_its_second_delivery_is_no_second_work()
    {
        WorkQueues queues = await WorkQueues.EmptyAsync(azurite);
        using var folder = new TemporaryFolder();
        string id = await TakeAndDieAsync(queues, folder, TimeSpan.Zero);

        await using EmbeddedTestHost host = await StartAsync(folder, azurite.ConnectionString, Later);
        using HttpResponseMessage pruned = await host.Client.PostAsync(new Uri("/api/work/prune", UriKind.Relative), content: null);
        Assert.True(pruned.IsSuccessStatusCode);
        await queues.UntilEmptyAsync();

        await ForgottenAsync(queues, id);
        Assert.Empty(await WorksAsync(host));
    }

    // A host that takes a message, finishes its work, and dies before the message is deleted.
    private async Task<string> TakeAndDieAsync(WorkQueues queues, TemporaryFolder folder, TimeSpan later)
    {
        string id = await queues.PutAsync(Request);
        await using DeliveringTwice between = await DeliveringTwice.StartAsync(azurite, queues.Requests.Name, holdDeletes: true);
        await using EmbeddedTestHost host = await StartAsync(folder, between.ConnectionString, later);
        await between.Held!.Task.WaitAsync(TimeSpan.FromSeconds(60));
        await Waiting.UntilAsync("the work has succeeded", async () => await WorksAsync(host) is [var work] && work.Text("state") == "succeeded");
        await host.CrashAsync();
        Assert.Equal(1, await WorkQueues.CountAsync(queues.Requests));
        return id;
    }

    private static async Task ForgottenAsync(WorkQueues queues, string id)
    {
        JsonElement message = Assert.Single(await queues.PoisonedAsync(), message => message.Key == id).Value;
        JsonElement problem = message.GetProperty("problem");
        Assert.Equal(("409", "Forgotten"), (problem.Text("status"), problem.Text("title")));
        Assert.Equal(Request, message.Text("body"));
    }

    private static async Task<EmbeddedTestHost> StartAsync(TemporaryFolder folder, string connection, TimeSpan later)
    {
        await File.WriteAllTextAsync(folder.At("host.json"), """{ "extensions": { "queues": { "messageEncoding": "none", "maxPollingInterval": "00:00:00.2" } } }""");
        Dictionary<string, string?> settings = new()
        {
            ["AzureWebJobsStorage"] = connection,
            ["Work:Testing:Enabled"] = "true",
            ["Work:Testing:StartTime"] = (TimeProvider.System.GetUtcNow() + later).ToString("O", CultureInfo.InvariantCulture),
            ["Embedded:AppDirectory"] = folder.Path,
            ["Embedded:MessageLease"] = "00:00:03",
            ["Logging:LogLevel:Default"] = "None",
        };
        return await EmbeddedTestHost.StartAsync(builder => builder.AddWork(), folder.At("data"), settings, typeof(WorkRequestFunctions).Assembly);
    }

    private static async Task<List<JsonElement>> WorksAsync(EmbeddedTestHost host) =>
        [.. JsonElement.Parse(await host.Client.GetByteArrayAsync(new Uri("/api/work", UriKind.Relative))).GetProperty("work").EnumerateArray()];
}
