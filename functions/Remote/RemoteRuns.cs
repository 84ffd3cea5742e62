using Microsoft.DurableTask.Client;
using Work.Functions.Telemetry;
using Work.Functions.Workers;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Remote;

/// <summary>
/// Takes what is said of runs outside the process. The instance decides whether it counts: the token's attempt must be the one that runs.
/// A call may come twice; the same result again is no error, and a different one is refused. A crash after the message was stored leaves a result that counts
/// all the same, and a caller without an answer that says it again.
/// </summary>
public sealed class RemoteRuns(HostSecret secret, GraphMessenger messenger, StateStore store, WorkMetrics metrics, IChance chance, TimeProvider clock)
{
    /// <summary>Ends a run.</summary>
    /// <exception cref="RefusedException">The token is none (404), the run is not the current one (409), or the output is too large (413).</exception>
    public async Task EndAsync(DurableTaskClient client, string text, bool isLease, ResultRequest said, CancellationToken cancellation)
    {
        RemoteToken token = await ReadAsync(client, text, isLease, cancellation);
        StoredGraph graph = await FindAsync(client, token, cancellation);
        if (IsCurrent(graph.State.Works[token.Index], token))
        {
            RunOutcome outcome = await OutcomeAsync(RunOf(graph, token), said, cancellation);
            var message = new GraphMessage { RemoteEnded = new GraphEvent.RemoteEnded(token.Index, outcome) };
            graph = await messenger.SendAsync(client, token.Instance, message, seen => !IsCurrent(seen.State.Works[token.Index], token), cancellation)
                ?? throw new RefusedException(Refusals.RunIsOver(null, "The work is gone."));
            await ForgetIfUntakenAsync(graph, token, outcome, cancellation);
            Count(graph, token, outcome);
        }

        WorkRecord record = graph.State.Works[token.Index];
        if (IsCurrent(record, token))
        {
            throw new RefusedException(Refusals.NotTaken);
        }

        if (ResultOf(record, token) != said.Result)
        {
            throw new RefusedException(RefusalOf(record, token));
        }
    }

    /// <summary>Shows that a run is alive; the end of the lease as it is now, or null when it is no lease.</summary>
    /// <exception cref="RefusedException">The token is none (404), the run is not the current one (409), or the progress is too large (413).</exception>
    public async Task<DateTimeOffset?> HeartbeatAsync(DurableTaskClient client, string text, bool isLease, HeartbeatRequest said, CancellationToken cancellation)
    {
        RemoteToken token = await ReadAsync(client, text, isLease, cancellation);
        StoredGraph before = await FindAsync(client, token, cancellation);
        WorkRecord record = before.State.Works[token.Index];
        if (!IsCurrent(record, token))
        {
            throw new RefusedException(RefusalOf(record, token));
        }

        if (said.Progress is { } progress)
        {
            RefuseIfTooLarge(before.Input.Works[token.Index], DataSize.Of(progress), "progress");
        }

        DateTimeOffset sentAt = clock.GetUtcNow();
        var message = isLease
            ? new GraphMessage { Renew = new GraphEvent.Renewed(token.Index, token.Attempt, token.Period, said.ExtendFor ?? token.LeaseFor, said.Progress) }
            : new GraphMessage { Report = new GraphEvent.Reported(token.Index, token.Attempt, said.Progress, token.Period) };
        StoredGraph after = await messenger.SendAsync(client, token.Instance, message, seen => IsTaken(seen.State.Works[token.Index]), cancellation)
            ?? throw new RefusedException(Refusals.RunIsOver(null, "The work is gone."));
        WorkRecord now = after.State.Works[token.Index];
        return IsCurrent(now, token) ? now.Remote?.Until ?? (isLease ? sentAt + (said.ExtendFor ?? token.LeaseFor) : null) : throw new RefusedException(RefusalOf(now, token));

        // Stored instants are whole milliseconds.
        bool IsTaken(WorkRecord seen) =>
            !IsCurrent(seen, token) || seen.LastHeartbeatAt != record.LastHeartbeatAt || seen.LastHeartbeatAt > sentAt - TimeSpan.FromMilliseconds(1);
    }

    /// <summary>Ends a run whose end was decided here.</summary>
    public Task EndAsync(DurableTaskClient client, RunRequest run, RunEnd end, WorkError? error, CancellationToken cancellation) => InstanceEvents.TryRaiseAsync(
        client,
        run.Instance,
        GraphMessage.EventName,
        new GraphMessage { RemoteEnded = new GraphEvent.RemoteEnded(run.Index, new RunOutcome { Attempt = run.Attempt, Period = run.Period, End = end, Error = error, Chance = chance.Next() }) },
        cancellation);

    private async Task<RemoteToken> ReadAsync(DurableTaskClient client, string text, bool isLease, CancellationToken cancellation) =>
        RemoteToken.Parse(text, await secret.ReadAsync(client, cancellation)) is { } token && token.IsLease == isLease ? token : throw new RefusedException(Refusals.UnknownToken);

    // Whoever got the token may be faster than the status that shows the run.
    private async Task<StoredGraph> FindAsync(DurableTaskClient client, RemoteToken token, CancellationToken cancellation) =>
        await messenger.SeeRunAsync(client, token.Instance, graph => token.Index >= graph.State.Works.Length || !RunRules.IsBefore(graph.State.Works[token.Index], token.Attempt, token.Period), cancellation) is { } graph && token.Index < graph.State.Works.Length
            ? graph : throw new RefusedException(Refusals.RunIsOver(null, "The work is gone."));

    private async Task<RunOutcome> OutcomeAsync(RunRequest run, ResultRequest said, CancellationToken cancellation)
    {
        WorkError? error = said.Error is null && said.Result == AttemptResult.Success
            ? null : WorkErrors.Of(said.Error?.Type ?? ErrorTypes.RemoteResult, said.Error?.Message ?? $"The other side said {WorkJson.NameOf(said.Result)}.");
        Payload? output = null;
        if (said.Output is { } value)
        {
            RefuseIfTooLarge(run.Work, DataSize.Of(value), "output");
            output = await store.KeepAsync(run, value, cancellation, "-" + chance.Token());
        }

        return new RunOutcome
        {
            Attempt = run.Attempt,
            Period = run.Period,
            End = said.Result switch { AttemptResult.Success => RunEnd.Succeeded, AttemptResult.Failure => RunEnd.Failed, _ => RunEnd.AskedForRetry },
            Output = said.Result == AttemptResult.Retry ? null : output,
            Error = error,
            AtLeast = said.RetryAfter,
            Chance = run.Work.Jitter > 0 ? chance.Next() : 0,
        };
    }

    // What was stored for a result that another one was faster than is nobody's. A status that is cut does not say whose the output is.
    private async Task ForgetIfUntakenAsync(StoredGraph graph, RemoteToken token, RunOutcome outcome, CancellationToken cancellation)
    {
        WorkRecord record = graph.State.Works[token.Index];
        if (outcome.Output?.Reference is { } stored && !graph.State.Trimmed && !IsCurrent(record, token)
            && record.Output?.Reference != stored && record.Attempts?.Any(attempt => attempt.Output?.Reference == stored) != true)
        {
            await store.DeleteAsync(stored, cancellation);
        }
    }

    // Who came second with the same result is counted too: the record does not tell the two apart.
    private void Count(StoredGraph graph, RemoteToken token, RunOutcome outcome)
    {
        WorkRecord record = graph.State.Works[token.Index];
        if (!IsCurrent(record, token) && EndOf(record, token) is { } ended)
        {
            metrics.Finished(graph.Input.Works[token.Index], outcome.End, StopReason.NotStopped, clock.GetUtcNow() - ended.StartedAt);
        }
    }

    private static void RefuseIfTooLarge(WorkSpec spec, int bytes, string field)
    {
        if (bytes > spec.MaxDataBytes)
        {
            throw new RefusedException(Refusals.Of(413, [new Fault(field, $"must be at most {spec.MaxDataBytes} bytes, has {bytes}", 413)]));
        }
    }

    private static bool IsCurrent(WorkRecord record, RemoteToken token) => RemoteRules.IsCurrent(record, token.Attempt, token.Period);

    private static RunRequest RunOf(StoredGraph graph, RemoteToken token) => RunRequest.Of(new GraphPlan(graph.Input.Works), graph.State, graph.Input, token.Instance, token.Index);

    private static Attempt? EndOf(WorkRecord record, RemoteToken token) => record.Attempts?.LastOrDefault(ended => ended.Number == token.Attempt && ended.Period == token.Period);

    // A record that shows no past says it by its state, as long as the attempt is its latest.
    private static AttemptResult? ResultOf(WorkRecord record, RemoteToken token) =>
        EndOf(record, token) is { } told ? told.Result
        : record.RunAttemptCount != token.Attempt || PeriodRules.NumberOf(record) != token.Period ? null
        : record.State switch
        {
            WorkState.Succeeded => AttemptResult.Success,
            WorkState.Failed => AttemptResult.Failure,
            WorkState.Enqueued when record.StopReason == StopReason.NotStopped => AttemptResult.Retry,
            _ => null,
        };

    private static Refusal RefusalOf(WorkRecord record, RemoteToken token)
    {
        Attempt? ended = EndOf(record, token);
        StopReason reason = ended?.StopReason ?? RunRules.MustStop(record, token.Attempt, token.Period) ?? StopReason.Unknown;
        return ended is null or { Result: AttemptResult.Stopped }
            ? Refusals.RunIsOver(reason, $"The run was stopped ({WorkJson.NameOf(reason)}): what it says counts for nothing.")
            : Refusals.RunIsOver(null, $"The run has ended with {WorkJson.NameOf(ended.Result)} already.");
    }
}
