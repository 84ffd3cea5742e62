using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Feed;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Lets callers follow work.</summary>
public sealed class EventFunctions(WorkFinder finder, WorkEvents events, FeedStream feed, StreamPlaces places)
{
    /// <summary>The work now and at each change, until it has finished; 204, which ends a browser's reconnecting, when its end was seen.</summary>
    [Function("FollowWork")]
    public async Task<IActionResult> FollowAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "work/{id}/events")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        FoundWork found = await finder.FindAsync(client, id, cancellation) ?? throw new RefusedException(Refusals.UnknownWork(id));
        string seen = request.Headers["Last-Event-ID"].ToString();
        return found.Record.State.IsFinished() && WorkVersions.Of(await finder.ShowAsync(found, cancellation)) == seen
            ? new NoContentResult()
            : new EventStream(places, token => events.FollowAsync(client, found, seen, token), cancellation);
    }

    /// <summary>All works that match, and each change of them, until the caller goes.</summary>
    [Function("FollowManyWorks")]
    public IActionResult FollowMany(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "events")] HttpRequest request, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        WorkQuery query = ReadQueries.QueryOf(request.Query);
        string seen = request.Headers["Last-Event-ID"].ToString();
        return new EventStream(places, token => feed.FollowAsync(client, query, seen, token), cancellation);
    }
}
