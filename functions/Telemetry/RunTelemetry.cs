using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Work.Model;

namespace Work.Functions.Telemetry;

/// <summary>What is told of one run in this process: a span, counts, and the ids that every line of its log carries.</summary>
public sealed class RunTelemetry(WorkMetrics metrics, TimeProvider clock, ILoggerFactory loggers)
{
    private static readonly Func<ILogger, string, string, int, IDisposable?> Scope =
        LoggerMessage.DefineScope<string, string, int>("work {WorkId} of chain {ChainId}, run {Attempt}");

    private readonly ILogger log = loggers.CreateLogger<RunTelemetry>();

    /// <summary>Runs it under the work's ids.</summary>
    internal async Task<RunOutcome> ObserveAsync<TState>(RunRequest request, TState state, Func<TState, RunRequest, Task<RunOutcome>> run)
    {
        using IDisposable? scope = Scope(log, request.Work.Id, WorkIds.ChainOf(request.Instance), request.Attempt);
        using Activity? span = RunSpans.Begin(request);
        long began = clock.GetTimestamp();
        try
        {
            RunOutcome outcome = await run(state, request);
            RunSpans.End(span, outcome);
            metrics.Finished(request.Work, outcome.End, outcome.StopReason, clock.GetElapsedTime(began));
            return outcome;
        }
        catch (Exception failure)
        {
            span?.SetStatus(ActivityStatusCode.Error, failure.Message);
            throw;
        }
    }

    /// <summary>The worker begins.</summary>
    internal void Started(RunRequest request) => metrics.Started(request, clock.GetUtcNow());
}
