using System.Collections.Concurrent;
using System.Xml.Linq;
using Azure.Storage.Queues;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Azurite.Requests;

/// <summary>
/// Stands between an app and Azurite, and has every message of a queue delivered twice: half of them are made visible again before the app has the first delivery in its hands, so that
/// two runs meet; of the others the first delete is lost, and shows the message again.
/// </summary>
internal sealed class DeliveringTwice : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient azurite = new();
    private readonly QueueClient queue;
    private readonly Uri endpoint;
    private readonly ConcurrentDictionary<string, bool> lost = new();

    private DeliveringTwice(WebApplication app, AzuriteServer server, string queue)
    {
        this.app = app;
        this.queue = new QueueClient(server.ConnectionString, queue);
        endpoint = this.queue.Uri;
        ConnectionString = "";
    }

    /// <summary>What the app takes as its storage account.</summary>
    public string ConnectionString { get; private set; }

    /// <summary>How often each message was given to the app.</summary>
    public ConcurrentDictionary<string, int> Deliveries { get; } = new();

    /// <summary>Signalled when the app deletes a message; null lets deletes through.</summary>
    public TaskCompletionSource? Held { get; init; }

    public static async Task<DeliveringTwice> StartAsync(AzuriteServer server, string queue, bool holdDeletes = false)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var between = new DeliveringTwice(app, server, queue) { Held = holdDeletes ? new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) : null };
        app.Run(between.PassAsync);
        await app.StartAsync();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        between.ConnectionString = server.ConnectionString.Replace(between.endpoint.GetLeftPart(UriPartial.Authority), address, StringComparison.Ordinal);
        return between;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        azurite.Dispose();
    }

    private async Task PassAsync(HttpContext http)
    {
        string[] parts = http.Request.Path.Value!.Trim('/').Split('/');
        bool isOurs = parts.Length > 1 && parts[1] == queue.Name;
        if (isOurs && HttpMethods.IsDelete(http.Request.Method) && parts is [_, _, "messages", var id])
        {
            if (Held is not null)
            {
                Held.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
            }

            if (!ComesEarly(id) && lost.TryAdd(id, true))
            {
                await ShowAsync(id, http.Request.Query["popreceipt"]!);
                http.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }
        }

        using HttpResponseMessage answer = await azurite.SendAsync(Forward(http.Request), http.RequestAborted);
        byte[] body = await answer.Content.ReadAsByteArrayAsync(http.RequestAborted);
        if (isOurs && HttpMethods.IsGet(http.Request.Method) && answer.IsSuccessStatusCode && body.Length > 0)
        {
            await SeeAsync(XDocument.Load(new MemoryStream(body)));
        }

        await AnswerAsync(http.Response, answer, body);
    }

    private async Task SeeAsync(XDocument given)
    {
        foreach (XElement message in given.Descendants("QueueMessage").Where(message => message.Element("PopReceipt") is not null))
        {
            string id = message.Element("MessageId")!.Value;
            if (Deliveries.AddOrUpdate(id, 1, (_, count) => count + 1) == 1 && Held is null && ComesEarly(id))
            {
                await ShowAsync(id, message.Element("PopReceipt")!.Value);
            }
        }
    }

    private async Task ShowAsync(string id, string receipt) => await queue.UpdateMessageAsync(id, receipt, visibilityTimeout: TimeSpan.Zero);

    private static bool ComesEarly(string id) => id[0] % 2 == 0;

    private HttpRequestMessage Forward(HttpRequest request)
    {
        var forwarded = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(endpoint, $"{request.Path}{request.QueryString}"));
        if (request.ContentLength > 0)
        {
            forwarded.Content = new StreamContent(request.Body);
        }

        foreach (var (name, values) in request.Headers.Where(header => header.Key != "Host"))
        {
            if (!forwarded.Headers.TryAddWithoutValidation(name, values.ToArray()))
            {
                forwarded.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
            }
        }

        return forwarded;
    }

    private static async Task AnswerAsync(HttpResponse response, HttpResponseMessage answer, byte[] body)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => header.Key is not ("Transfer-Encoding" or "Content-Length" or "Connection" or "Keep-Alive")))
        {
            response.Headers[name] = values.ToArray();
        }

        if (body.Length > 0)
        {
            await response.Body.WriteAsync(body);
        }
    }
}
