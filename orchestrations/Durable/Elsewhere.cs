using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Follows prerequisites that live in other instances. An activity subscribes and then reads, in that order: once the subscription has been taken, the
/// other instance tells; had it ended before, the read shows that. A backend that takes a subscription without its being seen in time leaves
/// neither a confirmation nor an end: then it is asked again, ever more rarely. An instance that stays missing was removed between the enqueue that
/// named it and its start (a replace of its name, or a prune in another process): its works count as failed, since nobody knows how they ended.
/// </summary>
internal sealed class Elsewhere(TaskOrchestrationContext context, GraphPlan plan, Action<GraphMessage> take, Action quiet)
{
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostPatience = TimeSpan.FromHours(1);

    /// <summary>Looks that find no instance, one after the other, until it counts as removed: 17 minutes. A start may be that late where a backend has a backlog.</summary>
    internal const int MostMisses = 11;

    private readonly Dictionary<string, TaskCompletionSource> unconfirmed = new(StringComparer.Ordinal);

    internal bool IsQuiet => unconfirmed.Count == 0;

    internal void Follow(IEnumerable<Prerequisite> prerequisites)
    {
        foreach (PrerequisiteGroup group in PrerequisiteGroup.Of(prerequisites))
        {
            _ = FollowAsync(group);
        }
    }

    internal void Confirm(string instance)
    {
        if (unconfirmed.TryGetValue(instance, out TaskCompletionSource? waiting))
        {
            waiting.TrySetResult();
        }
    }

    /// <summary>Lets go of what has not confirmed, since an instance does not end before its timers.</summary>
    internal void Stop()
    {
        foreach (TaskCompletionSource waiting in unconfirmed.Values.ToList())
        {
            waiting.TrySetResult();
        }
    }

    /// <summary>Tells those who follow works of this instance what has ended; the state knows whom it has told.</summary>
    internal static GraphState Tell(TaskOrchestrationContext context, GraphPlan plan, GraphState state)
    {
        (state, IReadOnlyList<Notice> tell) = Subscriptions.Ready(state);
        foreach (Notice notice in tell)
        {
            var ended = new GraphEvent.EndedElsewhere(Subscriptions.Answer(plan, state, notice.Works));
            context.SendEvent(notice.Instance, GraphMessage.EventName, new GraphMessage { Ended = ended });
        }

        return state;
    }

    private async Task FollowAsync(PrerequisiteGroup group)
    {
        var confirmed = new TaskCompletionSource();
        unconfirmed[group.Instance] = confirmed;
        int misses = 0;
        for (TimeSpan patience = FirstPatience; !confirmed.Task.IsCompleted; patience = patience * 2 < MostPatience ? patience * 2 : MostPatience)
        {
            FoundStates found = await AskAsync(group);
            misses = found.IsMissing ? misses + 1 : 0;
            if (misses == MostMisses)
            {
                found = new FoundStates([.. group.Ids.Select(id => KeyValuePair.Create(id, WorkState.Failed))]);
            }

            if (found.Finished.Count > 0)
            {
                take(new GraphMessage { Ended = new GraphEvent.EndedElsewhere(found.Finished) });
            }

            // Who has confirmed already will tell: a timer would cost its messages for nothing.
            if (found.Finished.Count == group.Works.Count || confirmed.Task.IsCompleted)
            {
                break;
            }

            using var enough = new CancellationTokenSource();
            Task timer = context.CreateTimer(context.CurrentUtcDateTime + patience, enough.Token);
            await Task.WhenAny(confirmed.Task, timer);
            enough.Cancel();
        }

        unconfirmed.Remove(group.Instance);
        quiet();
    }

    private async Task<FoundStates> AskAsync(PrerequisiteGroup group)
    {
        try
        {
            return await context.CallActivityAsync<FoundStates>(TaskNames.FollowWorks, new FollowRequest(group, Subscriptions.Of(context.InstanceId, group, plan)));
        }
        catch (TaskFailedException)
        {
            // Nothing was seen; the next time may see more, and whoever confirms will tell.
            return new FoundStates([]);
        }
    }
}
