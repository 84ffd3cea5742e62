using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Work.Functions.Callers;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Answers with Server-Sent Events, each flushed as it comes. It ends with the events, when the client is gone, when its token has lapsed, or when the host stops.</summary>
internal sealed class EventStream(StreamPlaces places, Func<CancellationToken, IAsyncEnumerable<WorkEvent>> events, CancellationToken stop) : IActionResult
{
    /// <inheritdoc/>
    public async Task ExecuteResultAsync(ActionContext context)
    {
        if (!places.TryTake())
        {
            await Answers.Problem(Refusals.TooManyStreams(places.Most)).ExecuteResultAsync(context);
            return;
        }

        try
        {
            await SendAsync(context);
        }
        finally
        {
            places.GiveBack();
        }
    }

    private async Task SendAsync(ActionContext context)
    {
        HttpResponse response = context.HttpContext.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        using CancellationTokenSource? lapse = context.HttpContext.Features.Get<Caller>()?.UntilLapse();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, context.HttpContext.RequestAborted, lapse?.Token ?? CancellationToken.None);
        try
        {
            await response.Body.FlushAsync(either.Token);
            await foreach (WorkEvent next in events(either.Token))
            {
                await response.WriteAsync(TextOf(next), either.Token);
                await response.Body.FlushAsync(either.Token);
            }
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // Nobody listens any more, the caller's token has lapsed, or the host stops: a client that comes back names the last event that it got.
        }
    }

    private static string TextOf(WorkEvent next) => next.Work is null ? ":\n\n" : $"id: {next.Version}\nevent: work\ndata: {JsonSerializer.Serialize(next.Work, WorkJson.Options)}\n\n";
}
