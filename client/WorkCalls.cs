using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Work.Model;

namespace Work.Client;

/// <summary>
/// One call of the API, tried a bounded number of times. The host is authoritative. A try whose answer was lost may have been taken, so a
/// call may reach the host more than once: reads and cancels bear that, and what creates something carries one idempotency key and the same
/// bytes on every try. A crash of the client between two tries leaves the request either stored whole or not at all.
/// </summary>
internal sealed class WorkCalls(IHttpClientFactory clients, IOptions<WorkClientOptions> options, TimeProvider clock)
{
    internal const string HttpClientName = "Work.Client";

    internal Task<T> GetAsync<T>(string path, CancellationToken cancellation) where T : class =>
        SendAsync<T>(() => new HttpRequestMessage(HttpMethod.Get, path), cancellation);

    internal Task<T> PostAsync<T>(string path, byte[] body, string? key, CancellationToken cancellation) where T : class =>
        SendAsync<T>(() => New(HttpMethod.Post, path, body, "Idempotency-Key", key), cancellation);

    internal Task<T> PutAsync<T>(string path, byte[] body, string? ifMatch, CancellationToken cancellation) where T : class =>
        SendAsync<T>(() => New(HttpMethod.Put, path, body, "If-Match", ifMatch), cancellation);

    /// <summary>Opens a stream of events after the one with this id; one try. Dispose the answer.</summary>
    internal async Task<HttpResponseMessage> OpenAsync(string path, string? lastId, CancellationToken cancellation)
    {
        HttpClient http = clients.CreateClient(HttpClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (lastId is not null)
        {
            request.Headers.Add("Last-Event-ID", lastId);
        }

        HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw Problems.Of(response, await response.Content.ReadAsByteArrayAsync(cancellation), clock.GetUtcNow());
        }
    }

    private static HttpRequestMessage New(HttpMethod method, string path, byte[] body, string header, string? value)
    {
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json, "utf-8");
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (value is not null)
        {
            request.Headers.Add(header, value);
        }

        return request;
    }

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> newRequest, CancellationToken cancellation) where T : class
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync<T>(newRequest, cancellation);
            }
            catch (WorkException failure) when (MayRetry(attempt, failure))
            {
                await Task.Delay(DelayAfter(attempt, failure), clock, cancellation);
            }
        }
    }

    private async Task<T> TryAsync<T>(Func<HttpRequestMessage> newRequest, CancellationToken cancellation) where T : class
    {
        using HttpClient http = clients.CreateClient(HttpClientName);
        using HttpRequestMessage request = newRequest();
        try
        {
            using HttpResponseMessage response = await http.SendAsync(request, cancellation);
            byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation);
            return response.IsSuccessStatusCode ? Read<T>(response, body) : throw Problems.Of(response, body, clock.GetUtcNow());
        }
        catch (HttpRequestException failure)
        {
            throw new WorkException(WorkErrorCode.Unreachable, $"The host does not answer: {failure.Message}", failure);
        }
        catch (OperationCanceledException timeout) when (!cancellation.IsCancellationRequested)
        {
            throw new WorkException(WorkErrorCode.Unreachable, "The host did not answer in time.", timeout);
        }
    }

    private static T Read<T>(HttpResponseMessage response, byte[] body) where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(body, WorkJson.Options) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException fault)
        {
            throw new WorkException(WorkErrorCode.Unexpected, $"The host's answer is not what this client knows: {fault.Message}", fault)
            {
                Status = (int)response.StatusCode,
            };
        }
    }

    private bool MayRetry(int attempt, WorkException failure) =>
        failure.IsTransient && attempt <= options.Value.MaxRetries && DelayAfter(attempt, failure) <= options.Value.MaxRetryDelay;

    // Bounded before it is multiplied, so that no number of attempts overflows; the host's own word is taken as it is.
    private TimeSpan DelayAfter(int attempt, WorkException failure) =>
        failure.RetryAfter
        ?? TimeSpan.FromTicks((long)Math.Min(options.Value.RetryDelay.Ticks * Math.Pow(2, attempt - 1), options.Value.MaxRetryDelay.Ticks));
}
