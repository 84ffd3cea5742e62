using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using QueueApp;
using Work.Embedded.Hosting;

namespace Azurite.Host;

/// <summary>The sample functions on a host of their own, with queues that no other test has.</summary>
internal sealed class QueueHost : IAsyncDisposable
{
    private static readonly string[] Names = ["Texts", "Bytes", "Orders", "Failing", "FailingOnce", "Waiting", "Questions", "Answers"];
    private static int hosts;
    private readonly TemporaryFolder folder = new();
    private readonly AzuriteServer azurite;
    private readonly Dictionary<string, string> queues;
    private EmbeddedTestHost? host;

    private QueueHost(AzuriteServer azurite)
    {
        this.azurite = azurite;
        int number = Interlocked.Increment(ref hosts);
        queues = Names.ToDictionary(name => name, name => $"host-{number}-{name.ToLowerInvariant()}");
    }

    public QueueJournal Journal { get; } = new();

    /// <summary>Starts a host; <paramref name="waiting"/> lies in the queue "Waiting" before it looks for the first time.</summary>
    public static async Task<QueueHost> StartAsync(AzuriteServer azurite, string queueSettings = "", string lease = "00:01:00", params string[] waiting)
    {
        var started = new QueueHost(azurite);
        await started.PutAsync("Waiting", waiting);
        await File.WriteAllTextAsync(started.folder.At("host.json"), $$$"""{ "extensions": { "queues": { "maxPollingInterval": "00:00:00.2" {{{queueSettings}}} } } }""");
        Dictionary<string, string?> settings = new()
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["Embedded:AppDirectory"] = started.folder.Path,
            ["Embedded:MessageLease"] = lease,
            ["Logging:LogLevel:Default"] = "None",
        };
        foreach ((string name, string queue) in started.queues)
        {
            settings[name] = queue;
        }

        started.host = await EmbeddedTestHost.StartAsync(
            builder => builder.ConfigureFunctionsWebApplication().Services.AddSingleton(started.Journal), started.folder.Path, settings, typeof(QueueFunctions).Assembly);
        return started;
    }

    /// <summary>One of the queues, as others see it who put Base64 or plain text.</summary>
    private QueueClient Queue(string name, string ending = "", QueueMessageEncoding encoding = QueueMessageEncoding.Base64) =>
        new(azurite.ConnectionString, queues[name] + ending, new QueueClientOptions { MessageEncoding = encoding });

    public Task PutAsync(string name, params string[] texts) => PutAsync(Queue(name), texts);

    /// <summary>Puts a text that is not encoded.</summary>
    public Task PutPlainAsync(string name, string text) => PutAsync(Queue(name, encoding: QueueMessageEncoding.None), text);

    /// <summary>The texts that lie in a queue.</summary>
    public async Task<string[]> TextsAsync(string name, string ending = "", QueueMessageEncoding encoding = QueueMessageEncoding.Base64)
    {
        QueueClient queue = Queue(name, ending, encoding);
        await queue.CreateIfNotExistsAsync();
        PeekedMessage[] messages = await queue.PeekMessagesAsync(32);
        return [.. messages.Select(message => message.Body.ToString())];
    }

    /// <summary>How many messages a queue holds, hidden ones too.</summary>
    public async Task<int> CountAsync(string name)
    {
        QueueProperties properties = await Queue(name).GetPropertiesAsync();
        return properties.ApproximateMessagesCount;
    }

    public Task StopAsync() => host!.DisposeAsync().AsTask();

    public async ValueTask DisposeAsync()
    {
        Journal.MayEnd.TrySetResult();
        await StopAsync();
        folder.Dispose();
    }

    private static async Task PutAsync(QueueClient queue, params string[] texts)
    {
        await queue.CreateIfNotExistsAsync();
        foreach (string text in texts)
        {
            await queue.SendMessageAsync(text);
        }
    }
}
