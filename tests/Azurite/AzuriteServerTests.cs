using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Azurite;

[Collection(AzuriteGroup.Name)]
public sealed class AzuriteServerTests(AzuriteServer azurite)
{
    [FactWithAzurite]
    public async Task A_message_is_given_once_and_is_hidden_then()
    {
        var queue = new QueueClient(azurite.ConnectionString, "hidden-then");
        await queue.CreateIfNotExistsAsync();
        await queue.SendMessageAsync("one");

        QueueMessage first = await queue.ReceiveMessageAsync();
        QueueMessage? second = await queue.ReceiveMessageAsync();

        Assert.Equal("one", first.Body.ToString());
        Assert.Null(second);
    }
}
