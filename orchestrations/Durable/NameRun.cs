using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// One execution of a name's owner. Requests are decided one at a time, in the order in which the instance got them, so that any number of
/// concurrent callers see the outcome of some serial order.
///
/// Authority: this instance alone says which continuations carry the name. A request may come twice: its continuation's id tells.
/// A request that reaches an instance which has just ended is dropped; its caller sees no decision, and starts the next owner with it.
/// </summary>
internal sealed class NameRun
{
    private static readonly TaskOptions TryAgain = TaskOptions.FromRetryPolicy(new RetryPolicy(maxNumberOfAttempts: 10, firstRetryInterval: TimeSpan.FromSeconds(1), backoffCoefficient: 2));

    private readonly TaskOrchestrationContext context;
    private readonly Wakeup wakeup;
    private readonly Queue<NameRequest> requests = new();
    private readonly Dictionary<string, Task> unfinished = new(StringComparer.Ordinal);
    private NameState state;

    internal NameRun(TaskOrchestrationContext context, NameInput input)
    {
        this.context = context;
        state = input.Former;
        wakeup = new Wakeup(context);
        if (input.First is { } first)
        {
            requests.Enqueue(first);
        }
    }

    internal async Task<NameState?> ToEndAsync()
    {
        _ = ListenAsync();
        while (true)
        {
            while (requests.TryDequeue(out NameRequest? request))
            {
                await DecideAsync(request);
                context.SetCustomStatus(state);
            }

            if (unfinished.Count == 0)
            {
                return state;
            }

            await wakeup.WaitAsync(null);
        }
    }

    private async Task ListenAsync()
    {
        while (true)
        {
            requests.Enqueue(await context.WaitForExternalEvent<NameRequest>(OwnNameOrchestrator.RequestEvent));
            wakeup.Signal();
        }
    }

    private async Task DecideAsync(NameRequest request)
    {
        if (state.OutcomeOf(request.Input.ChainId) is not null)
        {
            return;
        }

        bool asksForLeaves = request.Policy is ExistingWorkPolicy.Append or ExistingWorkPolicy.AppendOrReplace && state.Chains.Length > 0;
        IReadOnlyList<Leaf> leaves = asksForLeaves ? await context.CallActivityAsync<IReadOnlyList<Leaf>>(TaskNames.ReadLeaves, state.Chains[^1], TryAgain) : [];
        NameOutcome outcome = NameRules.Decide(request.Policy, state.Chains.Length > 0, unfinished.Count > 0, leaves);
        if (outcome == NameOutcome.Replaced)
        {
            await ClearAsync();
        }

        state = NameRules.After(state, request, outcome);
        if (outcome != NameOutcome.Kept)
        {
            Start(request, outcome == NameOutcome.Appended ? NameRules.Appended(request.Input, leaves) : request.Input);
        }
    }

    private void Start(NameRequest request, GraphInput input)
    {
        string orchestrator = input.Shards > 1 ? TaskNames.RunShards : TaskNames.RunGraph;
        unfinished[request.Instance] = WatchAsync(request.Instance, context.CallSubOrchestratorAsync(orchestrator, input, new SubOrchestrationOptions(instanceId: request.Instance)));
    }

    private async Task WatchAsync(string instance, Task chain)
    {
        try
        {
            await chain;
        }
        catch (TaskFailedException)
        {
            // The continuation's own readers see what broke; the name goes on.
        }

        unfinished.Remove(instance);
        wakeup.Signal();
    }

    // What still runs is told to stop before its records go (server-semantics.md, difference 4), so that nothing runs on unseen.
    private async Task ClearAsync()
    {
        var cancel = new GraphMessage { Cancel = new GraphEvent.CancelAsked(null, StopReason.CancelledByApp) };
        foreach (NamedChain chain in state.Chains.Where(chain => unfinished.ContainsKey(chain.Instance)))
        {
            foreach (string instance in chain.Instances())
            {
                context.SendEvent(instance, GraphMessage.EventName, cancel);
            }
        }

        await Task.WhenAll([.. unfinished.Values]);
        await context.CallActivityAsync(TaskNames.ForgetChains, state.Chains, TryAgain);
    }
}
