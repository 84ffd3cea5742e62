using System.Collections.Concurrent;
using System.Net;

namespace Work.Functions.Tests.Clients;

/// <summary>The way from client to host: notes what is sent, and goes wrong where a test says so, each trouble once.</summary>
internal sealed class Road
{
    private readonly ConcurrentQueue<Trouble> troubles = new();

    internal ConcurrentQueue<Sent> All { get; } = new();

    /// <summary>Called when a request is about to leave, with the number of requests so far.</summary>
    internal Action<int>? OnSend { get; set; }

    /// <summary>The next request is taken by the host, and its answer is lost.</summary>
    internal void LoseAnswer() =>
        troubles.Enqueue(new Trouble(Reaches: true, () => throw new HttpRequestException("The connection was reset.")));

    /// <summary>The next request does not reach the host.</summary>
    internal void LoseRequest() =>
        troubles.Enqueue(new Trouble(Reaches: false, () => throw new HttpRequestException("The connection was refused.")));

    /// <summary>The next request is answered by something before the host.</summary>
    internal void Answer(HttpStatusCode status, string? retryAfter = null, string body = "<html>") => troubles.Enqueue(new Trouble(Reaches: false, () =>
    {
        var answer = new HttpResponseMessage(status) { Content = new StringContent(body) };
        if (retryAfter is not null)
        {
            answer.Headers.TryAddWithoutValidation("Retry-After", retryAfter);
        }

        return answer;
    }));

    internal DelegatingHandler NewHandler() => new Handler(this);

    /// <summary>What was sent.</summary>
    internal sealed record Sent(string Path, string? Key, string? Body);

    private sealed record Trouble(bool Reaches, Func<HttpResponseMessage> Answer);

    private sealed class Handler(Road road) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string? key = request.Headers.TryGetValues("Idempotency-Key", out IEnumerable<string>? keys) ? keys.Single() : null;
            string? body = request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken);
            road.All.Enqueue(new Sent(request.RequestUri!.PathAndQuery, key, body));
            road.OnSend?.Invoke(road.All.Count);
            if (!road.troubles.TryDequeue(out Trouble? trouble))
            {
                return await base.SendAsync(request, cancellationToken);
            }

            if (trouble.Reaches)
            {
                (await base.SendAsync(request, cancellationToken)).Dispose();
            }

            return trouble.Answer();
        }
    }
}
