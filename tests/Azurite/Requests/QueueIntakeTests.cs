using System.Text.Json;

namespace Azurite.Requests;

[Collection(AzuriteGroup.Name)]
public sealed class QueueIntakeTests(AzuriteServer azurite)
{
    private const int Messages = 1_000;

    [FactWithAzurite]
    public async Task A_thousand_messages_that_are_delivered_twice_are_a_thousand_works_that_run_once()
    {
        WorkQueues queues = await WorkQueues.EmptyAsync(azurite);
        await using DeliveringTwice between = await DeliveringTwice.StartAsync(azurite, queues.Requests.Name);
        using var folder = new TemporaryFolder();
        string[] ids = await Task.WhenAll(Enumerable.Range(0, Messages).Select(number => queues.PutAsync($$"""{ "worker": "journal", "input": { "request": "r{{number}}" } }""")));

        await using HostProcess host = await HostProcess.StartAsync(WorkQueues.Launch(folder, between.ConnectionString));
        await queues.UntilEmptyAsync();
        await Waiting.UntilAsync("all works have succeeded", async () => await CountAsync(host, "succeeded") == Messages);

        Assert.Equal(Messages, between.Deliveries.Count);
        Assert.All(ids, id => Assert.True(between.Deliveries[id] >= 2, $"The message {id} was delivered {between.Deliveries[id]} times."));
        Assert.Equal(Enumerable.Range(0, Messages).Select(number => $"r{number}").Order(StringComparer.Ordinal), RequestsRun(folder).Order(StringComparer.Ordinal));
        Assert.Equal(0, await WorkQueues.CountAsync(queues.Poison));
    }

    [FactWithAzurite]
    public async Task What_cannot_be_accepted_is_in_the_poison_queue_with_its_problem_and_as_it_came()
    {
        WorkQueues queues = await WorkQueues.EmptyAsync(azurite);
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(WorkQueues.Launch(folder, azurite.ConnectionString));
        (string Text, int Status, string Told)[] cases =
        [
            ("no json", 400, "$"),
            ("""{ "worker": "journal", """, 400, "$"),
            ("""{ "worker": "nobody" }""", 422, "worker"),
            ("""{ "worker": "journal", "colour": "red" }""", 400, "colour"),
            ("""{ "worker": "journal", "initialDelay": "soon" }""", 400, "initialDelay"),
            ("""{ "worker": "journal", "after": ["nothing"] }""", 422, "after"),
            ("null", 400, "$"),
        ];
        string[] ids = await Task.WhenAll(cases.Select(one => queues.PutAsync(one.Text)));
        string good = await queues.PutAsync(Convert.ToBase64String("""{ "worker": "journal", "input": { "request": "base64" } }"""u8));

        await queues.UntilEmptyAsync();
        Dictionary<string, JsonElement> poisoned = await queues.PoisonedAsync();
        Assert.Equal(ids.Order(), poisoned.Keys.Order());
        Assert.All(cases.Zip(ids), one =>
        {
            JsonElement message = poisoned[one.Second];
            JsonElement problem = message.GetProperty("problem");
            Assert.Equal(one.First.Text, message.Text("body"));
            Assert.Equal($"{one.First.Status}", problem.Text("status"));
            Assert.StartsWith(one.First.Told, problem.GetProperty("errors").EnumerateObject().First().Name, StringComparison.Ordinal);
        });
        await Waiting.UntilAsync("the work in Base64 ran", () => RequestsRun(folder) is ["base64"]);
    }

    [FactWithAzurite]
    public async Task A_refused_message_that_has_no_room_for_its_problem_comes_as_it_was_beside_it()
    {
        WorkQueues queues = await WorkQueues.EmptyAsync(azurite);
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(WorkQueues.Launch(folder, azurite.ConnectionString));
        string large = $$"""{ "worker": "nobody", "input": { "text": "{{new string('x', 60_000)}}" } }""";
        string id = await queues.PutAsync(large);

        await queues.UntilEmptyAsync();
        var messages = (await queues.Poison.PeekMessagesAsync(32)).Value.Select(message => message.Body.ToString()).ToList();
        Assert.Equal(2, messages.Count);
        Assert.Contains(large, messages);
        JsonElement told = JsonElement.Parse(messages.Single(message => message != large));
        Assert.Equal(id, told.Text("messageId"));
        Assert.False(told.TryGetProperty("body", out _));
    }

    [FactWithAzurite]
    public async Task A_kill_between_the_enqueue_and_the_delete_leaves_a_message_whose_second_delivery_is_the_same_work()
    {
        WorkQueues queues = await WorkQueues.EmptyAsync(azurite);
        using var folder = new TemporaryFolder();
        string id = await queues.PutAsync("""{ "worker": "journal", "input": { "request": "once" } }""");
        (string, string) lease = ("Embedded__MessageLease", "00:00:03");

        await using (DeliveringTwice between = await DeliveringTwice.StartAsync(azurite, queues.Requests.Name, holdDeletes: true))
        {
            await using HostProcess first = await HostProcess.StartAsync(WorkQueues.Launch(folder, between.ConnectionString, lease));
            await between.Held!.Task.WaitAsync(TimeSpan.FromSeconds(60));
            await Waiting.UntilAsync("the work has succeeded", async () => await CountAsync(first, "succeeded") == 1);
            await first.KillAsync();
        }

        Assert.Equal(1, await WorkQueues.CountAsync(queues.Requests));
        await using DeliveringTwice again = await DeliveringTwice.StartAsync(azurite, queues.Requests.Name);
        await using HostProcess second = await HostProcess.StartAsync(WorkQueues.Launch(folder, again.ConnectionString, lease));
        await queues.UntilEmptyAsync();

        Assert.Equal([id], again.Deliveries.Keys);
        JsonElement list = await second.Client.ReadAsync("/api/work");
        Assert.Single(list.GetProperty("work").EnumerateArray());
        Assert.Equal(["once"], RequestsRun(folder));
        Assert.Equal(0, await WorkQueues.CountAsync(queues.Poison));
    }

    // The last word of a line is the result; before it stands what asked for the run.
    private static string[] RequestsRun(TemporaryFolder folder) =>
        [.. File.ReadLines(folder.At("runs.log")).Where(line => line[0] == 'S').Select(line => line.Split(' ')[^2])];

    private static async Task<int> CountAsync(HostProcess host, string state)
    {
        int count = 0;
        for (string? cursor = ""; cursor is not null;)
        {
            JsonElement page = await host.Client.ReadAsync($"/api/work?state={state}&limit=100{cursor}");
            count += page.GetProperty("work").GetArrayLength();
            cursor = page.TryGetProperty("nextCursor", out JsonElement next) && next.ValueKind == JsonValueKind.String ? $"&cursor={Uri.EscapeDataString(next.GetString()!)}" : null;
        }

        return count;
    }
}
