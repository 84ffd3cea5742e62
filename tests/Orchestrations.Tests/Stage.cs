using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Work.Embedded.Engine;
using Work.Embedded.Hosting;
using Work.Model;
using Work.Orchestrations;

namespace Orchestrations.Tests;

/// <summary>The orchestrators on the real engine, with a clock that the test moves and workers that the test scripts.</summary>
internal sealed class Stage : ITaskCatalog, IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("stage-").FullName;
    private readonly ReplayMode _mode;
    private DurableEngine _engine;
    private VirtualClock _clock;

    private Stage(ReplayMode mode, DateTimeOffset start)
    {
        _mode = mode;
        (_engine, _clock) = Make(start);
    }

    public Script Script { get; } = new();

    public BusyCount Busy { get; private set; } = new();

    /// <summary>What is stored apart: works by document and ledger pages by instance, with the number of saves.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<WorkSpec>> Documents { get; } = new();

    public ConcurrentDictionary<string, (GraphState State, int Saves)> Ledgers { get; } = new();

    /// <summary>Updates that were asked for or kept, by document.</summary>
    public ConcurrentDictionary<string, WorkUpdate> Updates { get; } = new();

    /// <summary>What the next update waits for before it is kept, and the sign that it waits. Whoever lets it go enters for it.</summary>
    public Func<Task>? BeforeKeep { get; set; }

    public TaskCompletionSource KeepBegun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Called before a look at another instance, before a page is saved, and before works are loaded; it may throw.</summary>
    public Func<PrerequisiteGroup, Task> BeforeRead { get; set; } = _ => Task.CompletedTask;

    public Action BeforeSave { get; set; } = () => { };

    public Action BeforeLoad { get; set; } = () => { };

    /// <summary>Called at each step around the store, with its name.</summary>
    public Action<string> OnPoint { get; set; } = _ => { };

    /// <summary>Called before firings are planned; it may throw.</summary>
    public Action BeforePlan { get; set; } = () => { };

    /// <summary>After how many runs an instance continues as new.</summary>
    public int RunsOfOneExecution { get; set; } = GraphRun.RunsOfOneExecution;

    public int Reads { get; private set; }

    /// <summary>The instants after which firings were asked for.</summary>
    public ConcurrentQueue<DateTimeOffset> Plans { get; } = new();

    /// <summary>The attempts that the first work had when its instance continued as new.</summary>
    public ConcurrentDictionary<int, bool> Renewals { get; } = new();

    /// <summary>The slices that the first work had done when its instance continued as new.</summary>
    public ConcurrentDictionary<int, bool> SlicesAtRenewals { get; } = new();

    public DurableTaskClient Client => _engine.Client;

    public DateTimeOffset Now => _clock.GetUtcNow();

    public static CancellationToken Patience => new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token;

    public static async Task<Stage> OpenAsync(ReplayMode mode)
    {
        var stage = new Stage(mode, Given.Start);
        await stage._engine.StartAsync(CancellationToken.None);
        return stage;
    }

    public Task<string> StartAsync(params WorkSpec[] works) => StartAsync("graph", works);

    public Task<string> StartAsync(string id, params WorkSpec[] works) => StartAsync(id, new GraphInput { ChainId = id, EnqueuedAt = Now, Works = works });

    /// <summary>Starts a graph, or schedules its start, and lets it go as far as it can.</summary>
    public async Task<string> StartAsync(string id, GraphInput input, DateTimeOffset? at = null)
    {
        var orchestrator = input.Shards > 1 ? TaskNames.RunShards : TaskNames.RunGraph;
        await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id, at), Patience);
        await IdleAsync();
        return id;
    }

    public async Task SendAsync(string id, GraphMessage message)
    {
        await Client.RaiseEventAsync(id, GraphMessage.EventName, message, Patience);
        await IdleAsync();
    }

    /// <summary>The first update of a graph's first work.</summary>
    public Task UpdateAsync(WorkSpec work) => SendAsync("graph", Asked(work, 0, 0));

    /// <summary>A message that asks for an update, stored as a caller does.</summary>
    public GraphMessage Asked(WorkSpec work, int index, int generation)
    {
        string document = $"asked-{Updates.Count}";
        Updates[document] = new WorkUpdate(work, document, UpdateResult.NotApplied);
        return new GraphMessage { Update = new UpdateAsked(index, generation, document) };
    }

    public async Task ReleaseAsync(string work, RunEnd? end = null)
    {
        Script.Release(work, Busy, end);
        await IdleAsync();
    }

    public Task IdleAsync() => Busy.WhenIdleAsync(Patience);

    public Task AdvanceAsync(TimeSpan by) => _clock.AdvanceToAsync(Now + by, Patience);

    /// <summary>What readers see: the status while it runs, the output at the end.</summary>
    public async Task<GraphState> StateAsync(string id = "graph")
    {
        var found = await Client.GetInstanceAsync(id, getInputsAndOutputs: true, Patience);
        Assert.False(found is null or { RuntimeStatus: OrchestrationRuntimeStatus.Failed }, found?.FailureDetails?.ToString() ?? $"{id} does not exist");
        return Read(found!)!;
    }

    public async Task<IEnumerable<WorkState>> StatesAsync(string id = "graph") => (await StateAsync(id)).Works.Select(work => work.State);

    public async Task<OrchestrationRuntimeStatus?> StatusAsync(string id = "graph") => (await Client.GetInstanceAsync(id, Patience))?.RuntimeStatus;

    /// <summary>Ends the engine where it is; <see cref="CrashAsync"/> opens it again.</summary>
    public Task KillAsync() => _engine.AbandonAsync();

    /// <summary>Ends the engine as <c>kill -9</c> does, and opens it again at the same instant.</summary>
    public async Task CrashAsync()
    {
        await _engine.AbandonAsync();
        Busy = new BusyCount();
        (_engine, _clock) = Make(Now);
        await _engine.StartAsync(CancellationToken.None);
        await IdleAsync();
    }

    public bool TryGetOrchestrator(string name, [NotNullWhen(true)] out OrchestratorCode? code)
    {
        code = name switch
        {
            TaskNames.RunGraph => RunGraphAsync,
            TaskNames.RunShards => async context =>
            {
                await RunShardsOrchestrator.RunAsync(context);
                return null;
            }
            ,
            TaskNames.HoldClaim => async context =>
            {
                await HoldClaimOrchestrator.RunAsync(context);
                return null;
            }
            ,
            TaskNames.Tell => async context =>
            {
                await TellOrchestrator.RunAsync(context);
                return null;
            }
            ,
            _ => null,
        };
        return code is not null;
    }

    public bool TryGetActivity(string name, [NotNullWhen(true)] out ActivityCode? code)
    {
        var busy = Busy;
        code = name switch
        {
            TaskNames.RunWorker => async (invocation, stop) => await Script.RunAsync(Input<RunRequest>(invocation), invocation, busy, stop),
            TaskNames.LoadWorks => (invocation, _) => Task.FromResult<object?>(Load(Input<WorksReference>(invocation))),
            TaskNames.KeepUpdate => async (invocation, _) => await KeepAsync(Input<UpdateToKeep>(invocation), busy),
            TaskNames.FollowWorks => async (invocation, _) => await FollowWorksAsync(Input<FollowRequest>(invocation)),
            TaskNames.PlanFirings => (invocation, _) => Task.FromResult<object?>(Plan(Input<FiringsRequest>(invocation))),
            TaskNames.LookAtRuns => (_, _) => Task.FromResult<object?>(null),
            TaskNames.SaveLedger => (invocation, _) => Task.FromResult<object?>(Save(Input<LedgerPage>(invocation))),
            _ => null,
        };
        return code is not null;
    }

    public bool TryGetEntity(string name, [NotNullWhen(true)] out EntityCode? code)
    {
        code = name.ToLowerInvariant() switch
        {
            "scope" => operation => ValueTask.FromResult(new ScopeEntity(_clock).Serve(operation)),
            AgendaEntity.EntityName => operation => ValueTask.FromResult(new AgendaEntity(_clock).Serve(operation)),
            AgendaCursorEntity.EntityName => operation => ValueTask.FromResult(AgendaCursorEntity.Serve(operation)),
            "content" => operation => ValueTask.FromResult(new ContentEntity(_clock).Serve(operation)),
            _ => null,
        };
        return code is not null;
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.StopAsync(CancellationToken.None);
        _clock.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private (DurableEngine Engine, VirtualClock Clock) Make(DateTimeOffset start)
    {
        var clock = new VirtualClock(start, Busy);
        var options = new EngineOptions { DataDirectory = _directory, ReplayAlways = _mode == ReplayMode.Always, DrainTimeout = TimeSpan.FromSeconds(5), FaultPoint = point => OnPoint(point) };
        return (new DurableEngine(options, this, clock, NullLoggerFactory.Instance, Busy), clock);
    }

    private async Task<object?> RunGraphAsync(TaskOrchestrationContext context)
    {
        if (context.GetInput<GraphInput>()?.State is { } left)
        {
            Renewals[left.Works[0].RunAttemptCount] = true;
            SlicesAtRenewals[left.Works[0].Slice] = true;
        }

        return await RunGraphOrchestrator.RunAsync(context, RunsOfOneExecution);
    }

    private WorkSpec[] Load(WorksReference reference)
    {
        BeforeLoad();
        WorkSpec[] works = [.. reference.Shard is { } shard ? Sharding.Take(Documents[reference.Document], shard) : Documents[reference.Document]];
        foreach (var update in reference.Updates ?? [])
        {
            works[update.Index] = Updates[update.Document].Spec;
        }

        return works;
    }

    private async Task<WorkSpec> KeepAsync(UpdateToKeep request, BusyCount busy)
    {
        if (BeforeKeep is { } wait)
        {
            BeforeKeep = null;
            busy.Exit();
            KeepBegun.TrySetResult();
            await wait();
        }

        return Updates.TryGetValue(request.Asked, out var asked)
            ? (Updates[request.Kept] = asked with { Result = request.Result }).Spec
            : throw new FileNotFoundException(request.Asked);
    }

    private async Task<FoundStates> FollowWorksAsync(FollowRequest request)
    {
        PrerequisiteGroup group = request.Works;
        Reads++;
        await Client.RaiseEventAsync(group.Instance, GraphMessage.EventName, new GraphMessage { Subscribe = request.Subscriber }, Patience);
        await BeforeRead(group);
        var found = await Client.GetInstanceAsync(group.Instance, getInputsAndOutputs: true, Patience);
        return new FoundStates([.. group.Works.Zip(group.Ids, (index, id) => KeyValuePair.Create(id, Read(found)?.Works[index].State ?? WorkState.Blocked))
            .Where(work => work.Value.IsFinished())], IsMissing: found is null);
    }

    private IReadOnlyList<DateTimeOffset> Plan(FiringsRequest request)
    {
        Plans.Enqueue(request.After);
        BeforePlan();
        return CronPlans.After(request.Cron, request.After);
    }

    private bool Save(LedgerPage page)
    {
        BeforeSave();
        Ledgers.AddOrUpdate(page.Instance, (page.State, 1), (_, before) => (page.State, before.Saves + 1));
        return true;
    }

    private static GraphState? Read(OrchestrationMetadata? found) =>
        found is null or { RuntimeStatus: OrchestrationRuntimeStatus.Pending } ? null
        : found.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? found.ReadOutputAs<GraphState>()
        : found.SerializedCustomStatus is null ? null : found.ReadCustomStatusAs<GraphState>();

    private static T Input<T>(ActivityInvocation invocation) => JsonSerializer.Deserialize<T>(invocation.SerializedInput!)!;
}
