using System.Text.Json;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Azurite.Requests;

/// <summary>The queues of requests, empty at first. There is one pair of them, so no two tests have them at once.</summary>
internal sealed class WorkQueues
{
    private readonly AzuriteServer azurite;

    private WorkQueues(AzuriteServer azurite) => this.azurite = azurite;

    public QueueClient Requests => new(azurite.ConnectionString, "work-requests");

    public QueueClient Poison => new(azurite.ConnectionString, "work-requests-poison");

    public static async Task<WorkQueues> EmptyAsync(AzuriteServer azurite)
    {
        var queues = new WorkQueues(azurite);
        foreach (QueueClient queue in new[] { queues.Requests, queues.Poison })
        {
            await queue.CreateIfNotExistsAsync();
            await queue.ClearMessagesAsync();
        }

        return queues;
    }

    public async Task<string> PutAsync(string text) => (await Requests.SendMessageAsync(text)).Value.MessageId;

    /// <summary>Waits until no message is left, hidden ones too.</summary>
    public Task UntilEmptyAsync() => Waiting.UntilAsync("work-requests is empty", async () => await CountAsync(Requests) == 0);

    public static async Task<int> CountAsync(QueueClient queue) => ((QueueProperties)await queue.GetPropertiesAsync()).ApproximateMessagesCount;

    /// <summary>What lies in the poison queue, by the id of the message that it was.</summary>
    public async Task<Dictionary<string, JsonElement>> PoisonedAsync()
    {
        QueueMessage[] messages = await Poison.ReceiveMessagesAsync(32);
        return messages.Select(message => JsonElement.Parse(message.Body.ToString())).ToDictionary(message => message.GetProperty("messageId").GetString()!);
    }

    /// <summary>How an app is started that takes from these queues and looks often.</summary>
    public static HostLaunch Launch(TemporaryFolder folder, string connection, params (string Name, string Value)[] more) => HostLaunch.Workers(
        folder.Path,
        [("AzureWebJobsStorage", connection), ("AzureFunctionsJobHost__extensions__queues__maxPollingInterval", "00:00:00.5"), .. more]);
}
