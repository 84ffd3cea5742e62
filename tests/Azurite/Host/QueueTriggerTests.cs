using Azure.Storage.Queues;

namespace Azurite.Host;

[Collection(AzuriteGroup.Name)]
public sealed class QueueTriggerTests(AzuriteServer azurite)
{
    [FactWithAzurite]
    public async Task A_message_comes_as_text_as_bytes_or_read_as_json_and_leaves_its_queue()
    {
        await using QueueHost host = await QueueHost.StartAsync(azurite);
        await host.PutAsync("Texts", "héllo");
        await host.PutAsync("Bytes", "bytes");
        await host.PutAsync("Orders", """{ "item": "nut", "count": 3 }""");

        await Waiting.UntilAsync("three messages were taken", () => host.Journal.Seen.Count == 3);
        Assert.Equal([("TakeBytes", "bytes"), ("TakeOrder", "nut x 3, 1"), ("TakeText", "héllo")], host.Journal.Seen.Order());
        await Waiting.UntilAsync("the queue is empty", async () => await host.CountAsync("Orders") == 0 && await host.CountAsync("Texts") == 0);
    }

    [FactWithAzurite]
    public async Task Plain_text_comes_as_it_is_where_the_host_file_says_so()
    {
        await using QueueHost host = await QueueHost.StartAsync(azurite, """, "messageEncoding": "none" """);
        await host.PutPlainAsync("Texts", "plain");

        await Waiting.UntilAsync("the message was taken", () => !host.Journal.Seen.IsEmpty);
        Assert.Equal([("TakeText", "plain")], host.Journal.Seen);
    }

    [FactWithAzurite]
    public async Task A_message_whose_function_fails_is_tried_five_times_and_goes_to_the_poison_queue_as_it_was()
    {
        await using QueueHost host = await QueueHost.StartAsync(azurite);
        await host.PutAsync("Failing", "bad");

        await Waiting.UntilAsync("the message is in the poison queue", async () => (await host.TextsAsync("Failing", "-poison")) is ["bad"]);
        Assert.Equal([1L, 2, 3, 4, 5], host.Journal.Deliveries);
        await Waiting.UntilAsync("it is gone from its own", async () => await host.CountAsync("Failing") == 0);
    }

    [FactWithAzurite]
    public async Task A_message_whose_function_fails_once_is_tried_again_after_the_visibility_timeout()
    {
        await using QueueHost host = await QueueHost.StartAsync(azurite, """, "visibilityTimeout": "00:00:02" """);
        await host.PutAsync("FailingOnce", "good in the end");
        await Waiting.UntilAsync("the function has failed", () => host.Journal.Deliveries.Count == 1);
        DateTimeOffset failedAt = TimeProvider.System.GetUtcNow();

        await Waiting.UntilAsync("the function has run again", () => host.Journal.Deliveries.Count == 2);
        Assert.InRange(TimeProvider.System.GetUtcNow() - failedAt, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));
        await Waiting.UntilAsync("the queue is empty", async () => await host.CountAsync("FailingOnce") == 0);
        Assert.Empty(await host.TextsAsync("FailingOnce", "-poison"));
    }

    [FactWithAzurite]
    public async Task A_text_that_is_no_base64_goes_to_the_poison_queue_and_no_function_sees_it()
    {
        await using QueueHost host = await QueueHost.StartAsync(azurite);
        await host.PutPlainAsync("Texts", "no base64!");

        await Waiting.UntilAsync("it is in the poison queue", async () => (await host.TextsAsync("Texts", "-poison", QueueMessageEncoding.None)) is ["no base64!"]);
        Assert.Empty(host.Journal.Seen);
    }

    [FactWithAzurite]
    public async Task A_message_stays_hidden_for_as_long_as_its_function_runs()
    {
        await using QueueHost host = await QueueHost.StartAsync(azurite, lease: "00:00:02");
        await host.PutAsync("Waiting", "slow");
        await host.Journal.Begun.Task;

        await Task.Delay(TimeSpan.FromSeconds(5));
        host.Journal.MayEnd.TrySetResult();
        await Waiting.UntilAsync("the queue is empty", async () => await host.CountAsync("Waiting") == 0);
        Assert.Equal([1L], host.Journal.Deliveries);
    }

    [FactWithAzurite]
    public async Task A_batch_and_a_threshold_are_the_most_at_once()
    {
        // A host that looks while they are being put takes what there is: three are more than the threshold, and no fourth comes to them.
        await using QueueHost host = await QueueHost.StartAsync(
            azurite, """, "batchSize": 4, "newBatchThreshold": 2 """, waiting: [.. Enumerable.Range(0, 12).Select(number => $"{number}")]);
        await Waiting.UntilAsync("a batch is under way", () => host.Journal.Running == 4);
        Assert.Equal(12, await host.CountAsync("Waiting"));

        host.Journal.MayEnd.TrySetResult();
        await Waiting.UntilAsync("the queue is empty", async () => await host.CountAsync("Waiting") == 0);
        Assert.Equal(12, host.Journal.Deliveries.Count);
        Assert.InRange(host.Journal.MostRunning, 4, 6);
    }

    [FactWithAzurite]
    public async Task A_stop_gives_back_what_is_under_way_and_the_next_host_takes_it()
    {
        await using QueueHost host = await QueueHost.StartAsync(azurite);
        await host.PutAsync("Waiting", "interrupted");
        await host.Journal.Begun.Task;

        await host.StopAsync();
        Assert.Equal(["interrupted"], await host.TextsAsync("Waiting"));
    }

    [FactWithAzurite]
    public async Task What_a_function_returns_is_put_into_its_output_queue_one_message_for_each_text()
    {
        await using QueueHost host = await QueueHost.StartAsync(azurite);
        await host.PutAsync("Questions", "question", "nothing");

        await Waiting.UntilAsync("both were answered", async () => await host.CountAsync("Questions") == 0);
        Assert.Equal(["first question", "second question"], await host.TextsAsync("Answers"));
    }
}
