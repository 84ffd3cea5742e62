using System.Globalization;
using System.Text;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Logging;
using Work.Embedded.Engine.Client;
using Work.Embedded.Engine.History;

namespace Work.Embedded.Engine.Orchestrations;

/// <summary>What orchestrator code sees. Each request gets the next number and waits in the <see cref="ActionLog"/>.</summary>
internal sealed class RunContext(CodePump pump, RunFacts facts) : TaskOrchestrationContext
{
    private const int MostCustomStatusBytes = 16 * 1024;
    private readonly Dictionary<int, OpenTask> open = [];
    private int openCalls;
    private EntityCalls? entities;
    private int guids;

    public RunFacts Facts => facts;

    public ActionLog Actions { get; } = new();

    public EventInbox Inbox { get; } = new();

    public TimerBook Timers { get; } = new();

    public DateTime Now { get; set; }

    public bool IsReplayingNow { get; set; }

    public string? CustomStatus { get; private set; } = facts.CustomStatus;

    /// <summary>
    /// Whether a call of an activity or of another orchestration, or a timer, has not ended. Durable Task's execution goes on until all have,
    /// whatever its code has returned; calls of entities and waits for events are no tasks to it.
    /// </summary>
    public bool HasOpenTasks => openCalls > 0 || Timers.HasOpen;

    /// <summary>What ContinueAsNew asked for.</summary>
    public CodeOutcome.Renewed? Renewal { get; private set; }

    public override TaskName Name => new(facts.Name);

    public override string InstanceId => facts.InstanceId;

    public override ParentOrchestrationInstance? Parent => facts.Parent;

    public override DateTime CurrentUtcDateTime => Now;

    public override bool IsReplaying => IsReplayingNow;

    public override string Version => facts.Version;

    public override TaskOrchestrationEntityFeature Entities => entities ??= new EntityCalls(this);

    protected override ILoggerFactory LoggerFactory => facts.Loggers;

    public override T? GetInput<T>() where T : default =>
        Immutable.As<T>(facts.InputValue, out var input) ? input : facts.Converter.Deserialize<T>(facts.Input);

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        var serialized = Serialize(input);
        var value = Immutable.OrNull(input);
        Task<TResult> Once() => CallOnce<TResult>(name, id => new TaskScheduled(id, name.Name, serialized) { InputValue = value });

        return options?.Retry is { } retry ? RetryLoop.RunAsync(this, retry, Once) : Once();
    }

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        var serialized = Serialize(input);
        var child = options as SubOrchestrationOptions;
        var version = child?.Version?.Version ?? options?.Version?.Version ?? facts.DefaultVersion;
        var tags = TagCodec.ToBytes(options?.Tags);
        if (child?.InstanceId is { } chosen)
        {
            InstanceIds.Validate(chosen);
        }

        Task<TResult> Once() => CallOnce<TResult>(orchestratorName, id => new ChildScheduled(
            id, child?.InstanceId ?? NewGuid().ToString("N"), orchestratorName.Name, serialized, version, tags));

        return options?.Retry is { } retry ? RetryLoop.RunAsync(this, retry, Once) : Once();
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        pump.EnsureInside();
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var ticks = (fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : fireAt).Ticks;
        var id = Actions.NextId();
        Actions.Add(new TimerCreated(id, ticks));
        var fired = Timers.Add(id, ticks);
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() => Timers.Cancel(id, cancellationToken));
        }

        return fired;
    }

    public override Task CreateTimer(TimeSpan delay, CancellationToken cancellationToken)
    {
        var most = DateTime.MaxValue - Now;
        return CreateTimer(delay < most ? Now + delay : DateTime.MaxValue, cancellationToken);
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        pump.EnsureInside();
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<T>(cancellationToken);
        }

        var wait = new EventWait<T>(facts.Converter, cancellationToken);
        if (Inbox.Take(eventName, wait) is { } waiting && cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() =>
            {
                Inbox.Cancel(waiting);
                wait.Cancel();
            });
        }

        return wait.Task;
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        Request(id => new EventSent(id, instanceId, eventName, Serialize(payload)));
    }

    public override void SetCustomStatus(object? customStatus)
    {
        pump.EnsureInside();
        var serialized = Serialize(customStatus);
        if (serialized is not null && Encoding.Unicode.GetByteCount(serialized) > MostCustomStatusBytes)
        {
            throw new ArgumentException($"A custom status has at most 16 KB of UTF-16 JSON; this one has {serialized.Length * 2} bytes.", nameof(customStatus));
        }

        CustomStatus = serialized;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        pump.EnsureInside();
        Renewal = new CodeOutcome.Renewed(Serialize(options.NewInput), options.NewVersion, options.PreserveUnprocessedEvents);
    }

    public override Guid NewGuid()
    {
        pump.EnsureInside();
        return DeterministicGuid.From(string.Create(
            CultureInfo.InvariantCulture, $"{facts.InstanceId}\n{facts.Row}\n{facts.Execution}\n{++guids}"));
    }

    /// <summary>The task of this number, which ends with this.</summary>
    public OpenTask? TakeOpen(int id)
    {
        if (!open.Remove(id, out var task))
        {
            return null;
        }

        openCalls -= task.HoldsExecution ? 1 : 0;
        return task;
    }

    public string? Serialize(object? value) => value is null ? null : facts.Converter.Serialize(value);

    public int Request(Func<int, ActionEvent> request)
    {
        pump.EnsureInside();
        var id = Actions.NextId();
        Actions.Add(request(id));
        return id;
    }

    /// <summary>Asks for something that has an end.</summary>
    public Task<T> RequestTask<T>(Func<int, ActionEvent> request, Func<int, TaskFailureDetails, Exception> toException, bool holdsExecution = false)
    {
        var id = 0;
        id = Request(request);
        var task = new OpenTask<T>(facts.Converter, failure => toException(id, failure)) { HoldsExecution = holdsExecution };
        open[id] = task;
        openCalls += holdsExecution ? 1 : 0;
        return task.Task;
    }

    private Task<T> CallOnce<T>(TaskName name, Func<int, ActionEvent> request) =>
        RequestTask<T>(request, (id, failure) => new TaskFailedException(name.Name, id, failure), holdsExecution: true);
}
