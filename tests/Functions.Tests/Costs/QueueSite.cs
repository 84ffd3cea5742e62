using System.Security;
using System.Xml.Linq;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Http;
using Work.Functions.Tests.Workers;

namespace Work.Functions.Tests.Costs;

/// <summary>A storage account as far as one message at a time goes, which counts what is asked of its queues. A look at an empty queue is not counted: it is part of what being idle costs.</summary>
internal sealed class QueueSite : IAsyncDisposable
{
    private const string Account = "counted";
    private const string Time = "Fri, 01 Jan 2027 00:00:00 GMT";
    private readonly Lock gate = new();
    private readonly Dictionary<string, (string Id, string Text)> messages = [];
    private readonly TaskCompletionSource empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TestSite? site;
    private int count;

    /// <summary>What an app takes as <c>AzureWebJobsStorage</c>.</summary>
    public string ConnectionString => $"AccountName={Account};AccountKey=a2V5;QueueEndpoint={new Uri(site!.Url, Account)};";

    /// <summary>How many requests a bill would name.</summary>
    public int Count => count;

    /// <summary>Ends when a message has been deleted.</summary>
    public Task Deleted => empty.Task;

    public static async Task<QueueSite> StartAsync()
    {
        var queues = new QueueSite();
        queues.site = await TestSite.StartAsync(queues.AnswerAsync);
        return queues;
    }

    public QueueClient Open(string name) => new(ConnectionString, name);

    public async ValueTask DisposeAsync() => await site!.DisposeAsync();

    private Task AnswerAsync(HttpContext http)
    {
        string[] parts = http.Request.Path.Value!.Trim('/').Split('/');
        string queue = parts[1];
        lock (gate)
        {
            return (http.Request.Method, parts.Length) switch
            {
                ("POST", 3) => PutAsync(http, queue),
                ("GET", 3) => GetAsync(http, queue),
                ("DELETE", 4) => DeleteAsync(http),
                _ => AnswerAsync(http, StatusCodes.Status201Created, ""),
            };
        }
    }

    private Task PutAsync(HttpContext http, string queue)
    {
        count++;
        string id = Guid.NewGuid().ToString();
        byte[] body = site!.Seen.Last(request => request.Method == http.Request.Method && request.Path == http.Request.Path).Body;
        messages[queue] = (id, XElement.Load(new MemoryStream(body)).Element("MessageText")!.Value);
        return AnswerAsync(http, StatusCodes.Status201Created, Message(id, ""));
    }

    private Task GetAsync(HttpContext http, string queue)
    {
        if (!messages.TryGetValue(queue, out (string Id, string Text) message))
        {
            return AnswerAsync(http, StatusCodes.Status200OK, "");
        }

        count++;
        messages.Remove(queue);
        return AnswerAsync(http, StatusCodes.Status200OK, Message(message.Id, $"<DequeueCount>1</DequeueCount><MessageText>{SecurityElement.Escape(message.Text)}</MessageText>"));
    }

    private Task DeleteAsync(HttpContext http)
    {
        count++;
        empty.TrySetResult();
        return AnswerAsync(http, StatusCodes.Status204NoContent, null);
    }

    private static string Message(string id, string more) =>
        $"<QueueMessage><MessageId>{id}</MessageId><InsertionTime>{Time}</InsertionTime><ExpirationTime>{Time}</ExpirationTime><PopReceipt>receipt</PopReceipt><TimeNextVisible>{Time}</TimeNextVisible>{more}</QueueMessage>";

    private static async Task AnswerAsync(HttpContext http, int status, string? messages)
    {
        http.Response.StatusCode = status;
        if (messages is not null)
        {
            http.Response.ContentType = "application/xml";
            await http.Response.WriteAsync($"<?xml version=\"1.0\" encoding=\"utf-8\"?><QueueMessagesList>{messages}</QueueMessagesList>");
        }
    }
}
