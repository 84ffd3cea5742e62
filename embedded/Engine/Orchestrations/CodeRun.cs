using System.Runtime.ExceptionServices;
using Microsoft.DurableTask;
using Work.Embedded.Engine.History;

namespace Work.Embedded.Engine.Orchestrations;

/// <summary>
/// One execution's code in memory. Events are applied to it one by one, first those of its history (a replay), then new ones; after each the
/// code runs until it can go no further. Everything in here can be made again from the history, so losing it costs a replay only.
/// </summary>
internal sealed class CodeRun
{
    private readonly CodePump pump = new();
    private readonly RunContext context;
    private readonly OrchestratorCode code;
    private readonly Queue<HistoryEvent> held = new(0);
    private Task<object?>? running;
    private bool startOwed;

    public CodeRun(OrchestratorCode code, RunFacts facts)
    {
        this.code = code;
        context = new RunContext(pump, facts);
    }

    public bool IsSuspended { get; private set; }

    public TimerBook Timers => context.Timers;

    public string? CustomStatus => context.CustomStatus;

    /// <summary>Events that no code has taken, those held back by a suspension included.</summary>
    public List<EventRaised> UnprocessedEvents => [.. context.Inbox.Unprocessed, .. held.OfType<EventRaised>()];

    /// <summary>The new requests since the last call; null when there is none.</summary>
    public List<ActionEvent>? TakeActions() => context.Actions.TakeAll();

    /// <exception cref="NonDeterministicOrchestrationException">The code does not do what the history says it did.</exception>
    public void Replay(IEnumerable<HistoryEvent> history)
    {
        context.IsReplayingNow = true;
        foreach (var happened in history)
        {
            if (happened is ActionEvent action)
            {
                context.Actions.Match(action);
                continue;
            }

            if (happened is StepStarted)
            {
                context.Actions.EnsureMatched();
            }

            Apply(happened);
        }

        context.Actions.EnsureMatched();
        context.IsReplayingNow = false;
    }

    public void Apply(HistoryEvent happened)
    {
        switch (happened)
        {
            case StepStarted step:
                context.Now = new DateTime(step.At, DateTimeKind.Utc);
                startOwed |= running is null;
                Start();
                break;
            case ExecutionSuspended:
                IsSuspended = true;
                break;
            case ExecutionResumed:
                Resume();
                break;
            case var other when IsSuspended:
                held.Enqueue(other);
                break;
            default:
                pump.Run(static (run, happened) => run.Deliver(happened), this, happened);
                break;
        }
    }

    public CodeOutcome Outcome()
    {
        if (running is not { IsCompleted: true })
        {
            return CodeOutcome.Waiting.Instance;
        }

        if (running.IsFaulted || running.IsCanceled)
        {
            if (running.Exception?.InnerException is OutOfMemoryException none)
            {
                // It says nothing of the code, and must not become what the history says of it.
                ExceptionDispatchInfo.Throw(none);
            }

            return context.HasOpenTasks
                ? CodeOutcome.Waiting.Instance
                : new CodeOutcome.Failed(Failures.From(running.Exception?.InnerException ?? new TaskCanceledException(running)));
        }

        return context.HasOpenTasks ? CodeOutcome.Waiting.Instance : context.Renewal ?? Completed(running.Result);
    }

    private CodeOutcome Completed(object? result)
    {
        try
        {
            return new CodeOutcome.Completed(context.Facts.Converter.Serialize(result));
        }
        catch (Exception unwritable) when (unwritable is not OutOfMemoryException)
        {
            return new CodeOutcome.Failed(Failures.From(unwritable));
        }
    }

    private void Resume()
    {
        IsSuspended = false;
        Start();
        while (!IsSuspended && held.TryDequeue(out var next))
        {
            pump.Run(static (run, next) => run.Deliver(next), this, next);
        }
    }

    private void Start()
    {
        if (!startOwed || IsSuspended)
        {
            return;
        }

        startOwed = false;
        pump.Run(
            static (run, context) =>
            {
                try
                {
                    run.running = run.code(context);
                }
                catch (Exception thrown)
                {
                    run.running = Task.FromException<object?>(thrown);
                }
            },
            this,
            context);
    }

    private void Deliver(HistoryEvent happened)
    {
        switch (happened)
        {
            case TaskCompleted completed when context.TakeOpen(completed.Id) is { } task:
                task.Complete(completed.Result);
                break;
            case TaskFailed failed when context.TakeOpen(failed.Id) is { } task:
                task.Fail(failed.Failure);
                break;
            case TimerFired fired:
                Timers.Fire(fired.Id);
                break;
            case EventRaised raised when context.Renewal is not null:
                // It belongs to the next execution; code of this one that still waits must not swallow it.
                context.Inbox.Keep(raised);
                break;
            case EventRaised raised:
                context.Inbox.Raise(raised);
                break;
        }
    }
}
