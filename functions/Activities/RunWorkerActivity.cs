using System.Text.Json;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Work.Functions.Feed;
using Work.Functions.Files;
using Work.Functions.Host;
using Work.Functions.Remote;
using Work.Functions.Telemetry;
using Work.Functions.Workers;
using Work.Functions.Works;
using Work.Model;
using Work.Orchestrations;

namespace Work.Functions.Activities;

/// <summary>
/// Runs a worker once and says how the run ended; what that means for the work is decided by its instance.
///
/// May happen twice: the same run is delivered again when its process died before the end was recorded. The second delivery does not run the
/// worker, it says that the run was lost, so that every start of a worker has its own attempt.
/// </summary>
public sealed partial class RunWorkerActivity(
    WorkerRegistry workers,
    RunInputs inputs,
    RunTelemetry telemetry,
    RunWatch watch,
    WorkerPauses pauses,
    StateStore store,
    Callbacks callbacks,
    FeedHints hints,
    IWorkClock waits,
    TimeProvider clock,
    IChance chance,
    IOptions<WorkOptions> options,
    ILogger<RunWorkerActivity> logger)
{
    private static readonly WorkError Silent = new("silent", "The run did not show for too long that it was alive.");

    /// <summary>Runs the worker of the request.</summary>
    [Function(TaskNames.RunWorker)]
    public async Task<RunOutcome> RunAsync([ActivityTrigger] RunRequest request, [DurableClient] DurableTaskClient client, FunctionContext function)
    {
        hints.Changed(request.Instance);
        try
        {
            return await telemetry.ObserveAsync(request, (Activity: this, Client: client, Function: function), static (run, request) => run.Activity.RunOnceAsync(request, run.Client, run.Function));
        }
        finally
        {
            hints.Changed(request.Instance);
        }
    }

    private async Task<RunOutcome> RunOnceAsync(RunRequest request, DurableTaskClient client, FunctionContext function)
    {
        try
        {
            return await GatherAndRunAsync(request, client, function);
        }
        catch (IOException fault)
        {
            return StoreFailed(request, fault);
        }
    }

    private async Task<RunOutcome> GatherAndRunAsync(RunRequest request, DurableTaskClient client, FunctionContext function)
    {
        if (function.RetryContext is { RetryCount: > 0 })
        {
            LogLost(request.Work.Id, request.Attempt);
            return Outcome(request, RunEnd.Lost, new WorkError("lost", "The process died while the run was under way."));
        }

        if (!workers.TryGet(request.Work.Worker, out WorkerRegistration? worker))
        {
            return Outcome(request, RunEnd.Failed, WorkErrors.Of("unknownWorker", $"No worker is registered as '{request.Work.Worker}'."));
        }

        if (request.Slice == 0 && await pauses.IsPausedAsync(client, worker.Name))
        {
            return Outcome(request, RunEnd.HeldBack, null);
        }

        MergeResult input = await inputs.GatherAsync(request, client, function.CancellationToken);
        if (!input.IsMerged)
        {
            return Outcome(request, RunEnd.Failed, input.Error);
        }

        using ActiveRun run = watch.Begin(request, client);
        using CancellationTokenRegistration shutdown = function.CancellationToken.Register(() => run.Stop(StopReason.HostShutdown));
        using ITimer? timeout = StartTimeout(request, run);
        using var life = new HeartbeatWatch(run, clock, options.Value.HeartbeatTimeout, request.Work.LongRunning);
        var context = new RunContext(request, input.Input.Value, await store.FetchAsync(request.Checkpoint, function.CancellationToken), run, life, client, waits, clock, options.Value, callbacks);
        telemetry.Started(request);
        Task<RunOutcome> running = RunAsync(worker, function.InstanceServices, context, request, run);
        await Task.WhenAny(running, GraceOverAsync(run));
        RunOutcome outcome = running.IsCompleted ? await running : Outcome(request, RunEnd.Stopped, null);
        return run.StopReason switch
        {
            StopReason.NotStopped => outcome.End == RunEnd.Continued ? outcome with { Progress = context.HeldBack } : outcome,
            StopReason.Unknown => Outcome(request, RunEnd.Lost, Silent),
            _ => Outcome(request, RunEnd.Stopped, null) with { StopReason = run.StopReason, Progress = context.HeldBack, Checkpoint = outcome.Checkpoint },
        };
    }

    private async Task<RunOutcome> RunAsync(WorkerRegistration registration, IServiceProvider services, RunContext context, RunRequest request, ActiveRun run)
    {
        IWorker worker;
        try
        {
            worker = registration.Create(services);
        }
        catch (Exception failure)
        {
            LogThrew(failure, request.Work.Id, request.Work.Worker, request.Attempt);
            return Outcome(request, RunEnd.Failed, WorkErrors.Of("workerNotCreated", failure.Message));
        }

        bool hasReturned = false;
        try
        {
            WorkResult result = await Task.Run(() => worker.RunAsync(context, run.Token), CancellationToken.None);
            hasReturned = true;
            return run.StopReason == StopReason.NotStopped || result is WorkContinue ? await TranslateAsync(request, result) : Outcome(request, RunEnd.Stopped, null);
        }
        catch (IOException fault) when (hasReturned || fault is FileStoreUnavailableException)
        {
            return StoreFailed(request, fault);
        }
        catch (Exception failure)
        {
            if (run.StopReason == StopReason.NotStopped)
            {
                LogThrew(failure, request.Work.Id, request.Work.Worker, request.Attempt);
            }

            return Outcome(request, RunEnd.Threw, WorkErrors.Of(failure.GetType().FullName ?? failure.GetType().Name, failure.Message));
        }
    }

    private async Task<RunOutcome> TranslateAsync(RunRequest request, WorkResult result) => result switch
    {
        WorkSuccess success => await WithOutputAsync(request, Outcome(request, RunEnd.Succeeded, null), success.Output),
        WorkFailure failure => await WithOutputAsync(request, Outcome(request, RunEnd.Failed, Cut(failure.Error)), failure.Output),
        WorkContinue next => await WithCheckpointAsync(request, next.Checkpoint),
        WorkAwaitsCallback => Outcome(request, RunEnd.GoesOn, null),
        WorkRetry retry => Outcome(request, RunEnd.AskedForRetry, Cut(retry.Error)) with { AtLeast = retry.AtLeast },
        _ => Outcome(request, RunEnd.Failed, new WorkError("noResult", "The worker returned no result.")),
    };

    private async Task<RunOutcome> WithOutputAsync(RunRequest request, RunOutcome outcome, JsonElement? output)
    {
        if (output is not { } value)
        {
            return outcome;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            return Outcome(request, RunEnd.Failed, new WorkError("outputNotAnObject", "A worker's output must be a JSON object."));
        }

        return DataSize.Of(value) > request.Work.MaxDataBytes
            ? Outcome(request, RunEnd.Failed, WorkErrors.Of("outputTooLarge", $"The output is larger than {request.Work.MaxDataBytes} bytes."))
            : outcome with { Output = await store.KeepAsync(request, value, CancellationToken.None) };
    }

    private async Task<RunOutcome> WithCheckpointAsync(RunRequest request, JsonElement checkpoint)
    {
        if (checkpoint.ValueKind != JsonValueKind.Object)
        {
            return Outcome(request, RunEnd.Failed, new WorkError("checkpointNotAnObject", "A worker's checkpoint must be a JSON object."));
        }

        return DataSize.Of(checkpoint) > request.Work.MaxDataBytes
            ? Outcome(request, RunEnd.Failed, WorkErrors.Of("checkpointTooLarge", $"The checkpoint is larger than {request.Work.MaxDataBytes} bytes."))
            : Outcome(request, RunEnd.Continued, null) with { Checkpoint = await store.KeepCheckpointAsync(request, checkpoint, CancellationToken.None) };
    }

    // No fault of the work's, so it is tried again also where exceptions are not.
    private RunOutcome StoreFailed(RunRequest request, IOException fault)
    {
        LogStoreFailed(request.Work.Id, request.Attempt, fault.InnerException?.Message ?? fault.Message);
        return Outcome(request, RunEnd.AskedForRetry, WorkErrors.Of(ErrorTypes.FileStoreFault, fault.Message));
    }

    private RunOutcome Outcome(RunRequest request, RunEnd end, WorkError? error) =>
        new() { Attempt = request.Attempt, End = end, Error = error, Chance = request.Work.Jitter > 0 ? chance.Next() : 0 };

    private static WorkError? Cut(WorkError? error) => error is null ? null : WorkErrors.Of(error.Type, error.Message);

    private ITimer? StartTimeout(RunRequest request, ActiveRun run) => request.Work.Timeout is { } timeout
        ? clock.CreateTimer(_ => run.Stop(StopReason.Timeout), null, timeout, System.Threading.Timeout.InfiniteTimeSpan)
        : null;

    // A worker that ignores its stop is left behind: its thread goes on, its result counts for nothing, and the work is not held up by it.
    private async Task GraceOverAsync(ActiveRun run)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = run.Token.Register(() => stopped.TrySetResult());
        await stopped.Task;
        await Task.Delay(options.Value.StopGrace, clock);
    }

    [LoggerMessage(LogLevel.Warning, "Run {Attempt} of work {WorkId} was lost: its process died before it ended.")]
    private partial void LogLost(string workId, int attempt);

    [LoggerMessage(LogLevel.Warning, "Run {Attempt} of work {WorkId} could not use the store of files and documents: {Reason}")]
    private partial void LogStoreFailed(string workId, int attempt, string reason);

    [LoggerMessage(LogLevel.Information, "Run {Attempt} of work {WorkId} threw in worker {Worker}.")]
    private partial void LogThrew(Exception failure, string workId, string worker, int attempt);
}
