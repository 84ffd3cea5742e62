// Authority: the status file says when the function last ran; the armed timer is only its reflection.
// Twice: a run whose process dies before its status is written is made up after the next start (IsPastDue).
// One at a time: the next timer is armed when the run has ended; occurrences that fell into the run are skipped, as in Azure.
using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Work.Embedded.Engine;
using Work.Embedded.Engine.Tracing;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Invocation;

namespace Work.Embedded.Hosting.Timers;

/// <summary>The life of one timer function.</summary>
internal sealed partial class TimerFunction(
    Function function,
    Schedule schedule,
    ScheduleStatusFile? file,
    BackgroundRunner runner,
    TimeProvider clock,
    BusyCount busy,
    ILogger logger) : IDisposable
{
    // A system timer takes 49 days at most; a longer wait is taken in steps.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(24);
    private readonly CancellationTokenSource stop = new();
    private readonly Lock sync = new();
    private ScheduleStatus status = new();
    private ITimer? timer;
    private Task running = Task.CompletedTask;

    /// <summary>The clock was set ahead: the timer that is armed would be late by as much.</summary>
    public void ArmAgain()
    {
        if (running.IsCompleted)
        {
            Arm();
        }
    }

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public void Start()
    {
        var kept = file?.Read();
        var now = Now;
        var isPastDue = kept is not null && schedule.NextAfter(kept.Last == default ? kept.LastUpdated : kept.Last) <= now;
        status = new() { Last = kept?.Last ?? default, Next = isPastDue ? kept!.Next : schedule.NextAfter(now), LastUpdated = kept?.LastUpdated ?? now };
        if (kept is null)
        {
            file?.Write(status);
        }

        if (isPastDue || ((TimerTriggerAttribute)function.Trigger).RunOnStartup)
        {
            Begin(isPastDue, due: null);
        }
        else
        {
            Arm();
        }
    }

    /// <summary>No more runs; the one that runs is told to stop, and awaited until <paramref name="patience"/> is cancelled.</summary>
    public async Task StopAsync(CancellationToken patience)
    {
        Task last;
        lock (sync)
        {
            stop.Cancel();
            timer?.Dispose();
            last = running;
        }

        await last.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose()
    {
        timer?.Dispose();
        stop.Dispose();
    }

    private void Arm()
    {
        lock (sync)
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }

            timer?.Dispose();
            var wait = status.Next - Now;
            timer = wait > LongestWait
                ? clock.CreateTimer(_ => Arm(), null, LongestWait, Timeout.InfiniteTimeSpan)
                : clock.CreateTimer(_ => Begin(isPastDue: false, status.Next), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }

    // Busy from inside the timer's callback until the next timer is armed: the virtual clock must not pass in between.
    private void Begin(bool isPastDue, DateTime? due)
    {
        lock (sync)
        {
            if (stop.IsCancellationRequested)
            {
                return;
            }

            busy.Enter();
            running = Task.Run(() => RunAsync(isPastDue, due));
        }
    }

    private async Task RunAsync(bool isPastDue, DateTime? due)
    {
        try
        {
            // A timer may fire a little early; the occurrence it stands for is over all the same.
            var startedAt = due > Now ? due.Value : Now;
            if (await RunFunctionAsync(isPastDue))
            {
                var now = Now;
                status = new() { Last = startedAt, Next = schedule.NextAfter(now > startedAt ? now : startedAt), LastUpdated = now };
                file?.Write(status);
            }

            Arm();
        }
        catch (IOException e)
        {
            LogStatusLost(e, function.Name);
            Arm();
        }
        finally
        {
            busy.Exit();
        }
    }

    // False when the host's stop ended it: such a run is not over, and is made up after the next start.
    private async Task<bool> RunFunctionAsync(bool isPastDue)
    {
        var info = new TimerInfo
        {
            IsPastDue = isPastDue,
            ScheduleStatus = file is null ? null : new() { Last = status.Last, Next = status.Next, LastUpdated = status.LastUpdated },
        };
        using var span = EngineSpans.BeginTimerFunction(function.Name);
        try
        {
            await runner.RunAsync(function, info, stop.Token);
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.Message);
            LogFailed(e, function.Name);
            return true;
        }
    }

    [LoggerMessage(LogLevel.Error, "The timer function {Function} failed; it runs again at its next time.")]
    private partial void LogFailed(Exception exception, string function);

    [LoggerMessage(LogLevel.Error, "The schedule status of {Function} could not be written; a restart may run it once more.")]
    private partial void LogStatusLost(Exception exception, string function);
}
