using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// One execution of a name's owner. Requests are decided one at a time, in the order in which the instance got them, so that any number of
/// concurrent callers see the outcome of some serial order.
///
/// Authority: this instance alone says which continuations carry the name. A request may come twice: its asking's id tells.
/// A request that reaches an instance which has just ended is dropped; its caller sees no decision, and starts the next owner with it.
/// A continuation counts as long as its works do: where one was cancelled, its instance may stay open after that for as long as a run takes to stop, or a
/// process that died takes to be missed. Nothing waits for this but the removal of its records.
/// </summary>
internal sealed class NameRun
{
    private static readonly TaskOptions TryAgain = TaskOptions.FromRetryPolicy(new RetryPolicy(maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2));

    private readonly TaskOrchestrationContext context;
    private readonly Wakeup wakeup;
    private readonly NamePage page;
    private readonly Queue<NameRequest> requests = new();
    private readonly Dictionary<string, OpenChain> open = new(StringComparer.Ordinal);
    private readonly OpenCalls removals;

    // Decided, and not started since a request that replaces them is in the queue already: they come and go between two moments.
    private readonly List<NamedChain> passing = [];
    private NameState state;
    private NameState? published;
    private bool hasEnded;

    // The latest continuation as it starts. Known only until the next wait, since nobody can have seen it move before that.
    private NameRequest? latest;

    internal NameRun(TaskOrchestrationContext context, NameInput input)
    {
        this.context = context;
        state = input.Former;
        wakeup = new Wakeup(context);
        page = new NamePage(context, wakeup.Signal);
        removals = new OpenCalls(wakeup.Signal);
        if (input.First is { } first)
        {
            requests.Enqueue(first);
        }
    }

    internal async Task<NameState?> ToEndAsync()
    {
        _ = ListenAsync();
        _ = ListenForPrunedAsync();
        _ = ListenForFinishedAsync();
        while (true)
        {
            while (requests.TryDequeue(out NameRequest? request))
            {
                await DecideAsync(request);
            }

            Publish();
            if (open.Count == 0 && page.IsQuiet && removals.IsQuiet)
            {
                hasEnded = true;
                return state;
            }

            await wakeup.WaitAsync(null);
            latest = null;
        }
    }

    private async Task ListenAsync()
    {
        while (!hasEnded)
        {
            requests.Enqueue(await context.WaitForExternalEvent<NameRequest>(OwnNameOrchestrator.RequestEvent));
            wakeup.Signal();
        }
    }

    private async Task ListenForPrunedAsync()
    {
        while (!hasEnded)
        {
            string chainId = await context.WaitForExternalEvent<string>(OwnNameOrchestrator.ForgetEvent);
            state = NameRules.Without(state, chainId);
            wakeup.Signal();
        }
    }

    private async Task ListenForFinishedAsync()
    {
        while (!hasEnded)
        {
            string instance = await context.WaitForExternalEvent<string>(OwnNameOrchestrator.FinishedEvent);
            open.GetValueOrDefault(instance)?.Finished.TrySetResult();
        }
    }

    private async Task DecideAsync(NameRequest request)
    {
        if (state.OutcomeOf(request.Ask) is not null)
        {
            return;
        }

        bool exists = state.Chains.Length > 0;
        IReadOnlyList<Leaf> leaves = [];
        if (exists && request.Policy is ExistingWorkPolicy.Append or ExistingWorkPolicy.AppendOrReplace)
        {
            leaves = await LeavesAsync(state.Chains[^1]);
            exists = leaves.Count > 0;
        }

        NameOutcome outcome = NameRules.Decide(request.Policy, exists, passing.Count > 0 || open.Values.Any(chain => !chain.Finished.Task.IsCompleted), leaves);
        if (outcome == NameOutcome.Replaced)
        {
            await ClearAsync();
        }

        state = NameRules.After(state, request, outcome, chain => open.ContainsKey(chain.Instance), new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero));
        if (outcome is NameOutcome.Kept or NameOutcome.Updated)
        {
            return;
        }

        latest = request with { Input = outcome == NameOutcome.Appended ? NameRules.Appended(request.Input, leaves) : request.Input };
        if (requests.Any(later => later.Policy is ExistingWorkPolicy.Replace or ExistingWorkPolicy.CancelAndReenqueue && state.OutcomeOf(later.Ask) is null))
        {
            passing.Add(state.Chains[^1]);
        }
        else
        {
            Start(latest.Instance, latest.Input);
        }
    }

    // What is gone though it had ended was pruned, and nothing waits for it.
    private async Task<IReadOnlyList<Leaf>> LeavesAsync(NamedChain chain)
    {
        if (latest?.Instance == chain.Instance && NameRules.LeavesAtStart(latest.Input, latest.Instance) is { } known)
        {
            return known;
        }

        Publish();
        latest = null;
        var request = new LeavesRequest(chain, IsThere: open.ContainsKey(chain.Instance));
        return await context.CallActivityAsync<IReadOnlyList<Leaf>>(TaskNames.ReadLeaves, request, TryAgain);
    }

    private void Start(string instance, GraphInput input)
    {
        string orchestrator = input.Shards > 1 ? TaskNames.RunShards : TaskNames.RunGraph;
        var finished = new TaskCompletionSource();
        open[instance] = new OpenChain(finished, WatchAsync(instance, context.CallSubOrchestratorAsync(orchestrator, input, new SubOrchestrationOptions(instanceId: instance)), finished));
    }

    private async Task WatchAsync(string instance, Task chain, TaskCompletionSource finished)
    {
        try
        {
            await chain;
        }
        catch (TaskFailedException)
        {
            // The continuation's own readers see what broke; the name goes on.
        }

        open.Remove(instance);
        finished.TrySetResult();
        wakeup.Signal();
    }

    // What still runs is told to stop before its records go (server-semantics.md, difference 4), so that nothing runs on unseen.
    private async Task ClearAsync()
    {
        NamedChain[] started = [.. state.Chains.Where(chain => !passing.Contains(chain))];
        passing.Clear();
        if (started.Length == 0)
        {
            return;
        }

        Publish();
        latest = null;
        var cancel = new GraphMessage { Cancel = new GraphEvent.CancelAsked(null, StopReason.CancelledByApp) };
        foreach (string instance in started.Where(chain => open.ContainsKey(chain.Instance)).SelectMany(chain => chain.Instances()))
        {
            context.SendEvent(instance, GraphMessage.EventName, cancel);
        }

        await Task.WhenAll([.. open.Values.Select(chain => chain.Finished.Task)]);
        foreach (NamedChain chain in started.Where(chain => open.ContainsKey(chain.Instance)))
        {
            _ = removals.WatchAsync(RemoveAsync(chain, open[chain.Instance]));
        }

        NamedChain[] ended = [.. started.Where(chain => !open.ContainsKey(chain.Instance))];
        if (ended.Length > 0)
        {
            await context.CallActivityAsync(TaskNames.ForgetChains, ended, TryAgain);
        }
    }

    private async Task RemoveAsync(NamedChain chain, OpenChain its)
    {
        await its.Ended;
        await context.CallActivityAsync(TaskNames.ForgetChains, new[] { chain }, TryAgain);
    }

    private void Publish()
    {
        if (passing.Count > 0 || ReferenceEquals(state, published))
        {
            return;
        }

        published = state;
        NameState shown = NameStatus.Of(state);
        context.SetCustomStatus(shown);
        if (shown.HiddenDecisions > 0)
        {
            page.Save(state);
        }
    }

    // A continuation whose instance has not ended: when its works have finished, and when its end has been seen.
    private sealed record OpenChain(TaskCompletionSource Finished, Task Ended);
}
