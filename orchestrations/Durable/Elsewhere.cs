using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Follows prerequisites that live in other instances: subscribes, then looks, since the other may have ended before the subscription
/// reached it. An instance that has confirmed will tell. One that neither confirmed nor had ended is asked again: once at once, since it may
/// have been ending just then, with the subscription dropped and the end not yet to be seen; and then ever more rarely.
/// </summary>
internal sealed class Elsewhere(TaskOrchestrationContext context, GraphPlan plan, Action<GraphMessage> take)
{
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostPatience = TimeSpan.FromHours(1);

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

    private async Task FollowAsync(PrerequisiteGroup group)
    {
        var confirmed = new TaskCompletionSource();
        unconfirmed[group.Instance] = confirmed;
        for (TimeSpan patience = TimeSpan.Zero; !confirmed.Task.IsCompleted; patience = Longer(patience))
        {
            context.SendEvent(group.Instance, GraphMessage.EventName, new GraphMessage { Subscribe = Subscriptions.Of(context.InstanceId, group, plan) });
            if (await LookAsync(group) == group.Works.Count)
            {
                break;
            }

            if (patience > TimeSpan.Zero)
            {
                using var enough = new CancellationTokenSource();
                Task timer = context.CreateTimer(context.CurrentUtcDateTime + patience, enough.Token);
                await Task.WhenAny(confirmed.Task, timer);
                enough.Cancel();
            }
        }

        unconfirmed.Remove(group.Instance);
    }

    private static TimeSpan Longer(TimeSpan patience) =>
        patience == TimeSpan.Zero ? FirstPatience : patience * 2 < MostPatience ? patience * 2 : MostPatience;

    private async Task<int> LookAsync(PrerequisiteGroup group)
    {
        FoundStates found;
        try
        {
            found = await context.CallActivityAsync<FoundStates>(TaskNames.ReadStates, group);
        }
        catch (TaskFailedException)
        {
            // Nothing was seen; the next look may see more, and whoever confirms will tell.
            return 0;
        }

        if (found.Finished.Count > 0)
        {
            take(new GraphMessage { Ended = new GraphEvent.EndedElsewhere(found.Finished) });
        }

        return found.Finished.Count;
    }
}
