using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>
/// Enqueues many requests with one call. Each is stored or refused by itself: a crash on the way leaves some stored and others not, and the same
/// batch again with its idempotency key stores the rest.
/// </summary>
public sealed class BatchFunctions(WorkEnqueuer enqueuer, WorkIntake intake, BodyLane lane, IOptions<WorkOptions> options)
{
    private const int MaxAtOnce = 64;

    /// <summary>Enqueues each request of a batch; 200 with one entry for each, in order, once all are stored or refused.</summary>
    [Function("EnqueueBatch")]
    public async Task<IActionResult> EnqueueAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "work/batch")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        intake.EnsureOpen();
        string? key = IdempotencyKeys.Of(request);
        ReadOnlyMemory<byte> body = await Bodies.ReadAsync(request, options.Value.Limits);
        using BodyLane.Place place = await lane.EnterAsync(body.Length, cancellation);
        if (!BatchReader.TryRead(body, options.Value.Limits, out IReadOnlyList<ReadOnlyMemory<byte>>? requests, out RejectedReading? rejected))
        {
            throw new RefusedException(Refusals.Of(rejected.Status, rejected.Faults));
        }

        var results = new BatchResult[requests.Count];
        var together = new ParallelOptions { MaxDegreeOfParallelism = MaxAtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, results.Length, together, async (position, stop) =>
            results[position] = await EnqueueAsync(client, requests[position], IdempotencyKeys.OfEntry(key, position), stop));
        if (results.All(result => result.Replayed == true))
        {
            IdempotencyKeys.SayReplayed(request);
        }

        return Answers.Json(new BatchAnswer(results));
    }

    private async Task<BatchResult> EnqueueAsync(DurableTaskClient client, ReadOnlyMemory<byte> body, string? key, CancellationToken cancellation)
    {
        try
        {
            EnqueueAnswer answer = await enqueuer.EnqueueAsync(client, body, key, cancellation);
            return new BatchResult(StatusCodes.Status202Accepted)
            {
                Operation = answer.Operation,
                Work = answer.Work,
                Adjustments = answer.Adjustments,
                Replayed = answer.IsReplay ? true : null,
            };
        }
        catch (Exception failure) when (Refusals.Behind(failure) is { } refusal)
        {
            return new BatchResult(refusal.Status) { Problem = Answers.DetailsOf(refusal) };
        }
    }

    private sealed record BatchAnswer(IReadOnlyList<BatchResult> Results);

    private sealed record BatchResult(int Status)
    {
        public EnqueueOperation? Operation { get; init; }

        public IReadOnlyList<WorkInfo>? Work { get; init; }

        public IReadOnlyList<Adjustment>? Adjustments { get; init; }

        public bool? Replayed { get; init; }

        public Answers.ProblemDetails? Problem { get; init; }
    }
}
