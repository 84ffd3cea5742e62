using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>Reads work.</summary>
public sealed class ReadFunctions(WorkFinder finder, WorkWaiter waiter, WorkLister lister, StateStore store)
{
    /// <summary>One work; with <c>wait</c>, when it is finished or the wait is over.</summary>
    [Function("GetWork")]
    public async Task<IActionResult> GetAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "work/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        FoundWork found = await waiter.WaitAsync(client, id, ReadQueries.WaitOf(request.Query), cancellation) ?? throw new RefusedException(Refusals.UnknownWork(id));
        WorkInfo shown = await finder.ShowAsync(found, cancellation);
        ETags.Say(request, shown);
        return Answers.Json(shown);
    }

    /// <summary>The works that match, newest enqueue first.</summary>
    [Function("ListWork")]
    public async Task<IActionResult> ListAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "work")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        ListRequest list = ReadQueries.ListOf(request.Query);
        var shown = new List<WorkInfo>();
        string? next = await lister.ListAsync(client, list.Query, list.Limit, list.After, TakeAsync, cancellation);
        return Answers.Json(new WorkList(shown, next));

        async Task<long> TakeAsync(FoundWork work)
        {
            WorkInfo info = await finder.ShowAsync(work, cancellation);
            shown.Add(info);
            return BytesOf(info.Input) + BytesOf(info.Output) + BytesOf(info.Progress);
        }
    }

    /// <summary>The ended runs of a work.</summary>
    [Function("GetWorkHistory")]
    public async Task<IActionResult> HistoryAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "work/{id}/history")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        FoundWork found = await finder.FindAsync(client, id, cancellation) ?? throw new RefusedException(Refusals.UnknownWork(id));
        var attempts = new List<AttemptInfo>();
        foreach (Attempt attempt in found.Record.Attempts ?? [])
        {
            attempts.Add(AttemptInfo.Of(attempt, await store.FetchAsync(attempt.Output, cancellation)));
        }

        return Answers.Json(new WorkHistory(attempts));
    }

    private static long BytesOf(JsonElement value) => JsonMarshal.GetRawUtf8Value(value).Length;

    private sealed record WorkList(IReadOnlyList<WorkInfo> Work, string? NextCursor);
}
