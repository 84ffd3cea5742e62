using System.Net;
using System.Text;
using System.Text.Json;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Azurite.Requests;

[Collection(AzuriteGroup.Name)]
public sealed class QueueWorkerTests(AzuriteServer azurite)
{
    [FactWithAzurite]
    public async Task A_work_puts_a_message_that_names_it_and_whoever_takes_it_finishes_it_by_the_callback()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(WorkQueues.Launch(folder, azurite.ConnectionString));
        string id = (await host.Client.EnqueueAsync("""{ "worker": "queue", "tags": ["print"], "input": { "queue": "orders-callback", "copies": 2 } }""")).Single();

        (QueueMessage message, JsonElement told) = await ReceiveAsync("orders-callback", body => JsonElement.Parse(body.ToString()));
        Assert.Equal((id, "1", "0"), (told.Text("workId"), told.Text("attempt"), told.Text("generation")));
        Assert.Equal("2", told.GetProperty("input").Text("copies"));
        Assert.Contains("print", told.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.InRange(message.ExpiresOn!.Value, told.GetProperty("deadline").GetDateTimeOffset().AddSeconds(-5), told.GetProperty("deadline").GetDateTimeOffset().AddSeconds(5));
        Assert.Equal("running", (await host.Client.ReadAsync($"/api/work/{id}")).Text("state"));

        Assert.Equal(HttpStatusCode.OK, await CallBackAsync(host, told, """{ "result": "success", "output": { "printed": 2 } }"""));
        JsonElement work = await host.Client.FinishedAsync(id);
        Assert.Equal(("succeeded", "2"), (work.Text("state"), work.GetProperty("output").Text("printed")));
    }

    [FactWithAzurite]
    public async Task A_callback_that_asks_for_a_retry_puts_the_next_attempt_and_that_of_the_first_counts_no_more()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(WorkQueues.Launch(folder, azurite.ConnectionString));
        string id = (await host.Client.EnqueueAsync("""{ "worker": "queue", "backoff": { "policy": "linear", "delay": "PT1S" }, "input": { "queue": "orders-retry", "encoding": "base64" } }""")).Single();
        static JsonElement Decoded(BinaryData body) => JsonElement.Parse(Convert.FromBase64String(body.ToString()));

        (_, JsonElement first) = await ReceiveAsync("orders-retry", Decoded);
        Assert.Equal(HttpStatusCode.OK, await CallBackAsync(host, first, """{ "result": "retry" }"""));
        (_, JsonElement second) = await ReceiveAsync("orders-retry", Decoded);
        Assert.Equal("2", second.Text("attempt"));
        Assert.Equal(HttpStatusCode.Conflict, await CallBackAsync(host, first, """{ "result": "success" }"""));
        Assert.Equal(HttpStatusCode.OK, await CallBackAsync(host, second, """{ "result": "success" }"""));
        Assert.Equal("succeeded", (await host.Client.FinishedAsync(id)).Text("state"));
    }

    [FactWithAzurite]
    public async Task A_message_carries_the_trace_of_the_caller_since_a_queue_has_no_headers()
    {
        const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(WorkQueues.Launch(folder, azurite.ConnectionString));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/work") { Content = new StringContent("""{ "worker": "queue", "input": { "queue": "orders-traced" } }""", Encoding.UTF8, "application/json") };
        request.Headers.Add("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        (await host.Client.SendAsync(request)).EnsureSuccessStatusCode().Dispose();

        (_, JsonElement told) = await ReceiveAsync("orders-traced", body => JsonElement.Parse(body.ToString()));
        Assert.StartsWith($"00-{Trace}-", told.Text("traceparent"), StringComparison.Ordinal);
    }

    [FactWithAzurite]
    public async Task A_message_of_ones_own_is_put_as_it_is_and_the_work_is_done()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(WorkQueues.Launch(folder, azurite.ConnectionString));
        string id = (await host.Client.EnqueueAsync("""{ "worker": "queue", "input": { "queue": "orders-own", "message": { "hello": "world" } } }""")).Single();

        JsonElement work = await host.Client.FinishedAsync(id);
        Assert.Equal("succeeded", work.Text("state"));
        (QueueMessage message, string body) = await ReceiveAsync("orders-own", body => body.ToString());
        Assert.Equal("""{"hello":"world"}""", body.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(message.MessageId, work.GetProperty("output").Text("messageId"));
    }

    [FactWithAzurite]
    public async Task Queues_of_the_host_and_queues_that_are_not_allowed_get_nothing()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(WorkQueues.Launch(folder, azurite.ConnectionString, ("Work__Queues__AllowedQueues__0", "orders-*")));
        foreach (string queue in new[] { "workfunctions-control-00", "workfunctions-workitems", "Orders", "parcels" })
        {
            string id = (await host.Client.EnqueueAsync(JsonSerializer.Serialize(new { worker = "queue", input = new { queue } }))).Single();
            Assert.Equal("addressRefused", (await host.Client.FinishedAsync(id)).GetProperty("error").Text("type"));
        }
    }

    private static async Task<HttpStatusCode> CallBackAsync(HostProcess host, JsonElement told, string result)
    {
        using var content = new StringContent(result, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await host.Client.PostAsync(told.Text("callback"), content);
        return answer.StatusCode;
    }

    private async Task<(QueueMessage Message, T Told)> ReceiveAsync<T>(string name, Func<BinaryData, T> read)
    {
        var queue = new QueueClient(azurite.ConnectionString, name);
        QueueMessage? message = null;
        await Waiting.UntilAsync($"a message is in {name}", async () => await queue.ExistsAsync() && (message = await queue.ReceiveMessageAsync()) is not null);
        return (message!, read(message!.Body));
    }
}
