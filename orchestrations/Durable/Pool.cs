using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Offers the due works of external workers, and ends the runs outside the process that nobody ended in time.
///
/// Authority: the instance. An entry of the pool is a hint that goes with the step which made it true or untrue, so a crash loses neither; an instance that
/// goes on as new offers once more what it has on offer, so that an entry which got lost by other ways comes back.
/// </summary>
internal sealed class Pool(TaskOrchestrationContext context)
{
    /// <summary>Offers again what a former execution has offered.</summary>
    internal void Restore(GraphPlan plan, GraphState state)
    {
        for (int index = 0; index < state.Works.Length; index++)
        {
            if (RemoteRules.IsOffered(state.Works[index]))
            {
                Put(plan, index, state.Works[index].Remote!.Offer!);
            }
        }
    }

    /// <summary>The state in which each work is on offer if and only if it can be had; one that is held back cannot.</summary>
    internal GraphState Settle(GraphPlan plan, GraphState state, int? held, DateTimeOffset now)
    {
        for (int index = 0; index < plan.Works.Count; index++)
        {
            string? stands = state.Works[index].Remote?.Offer;
            string? wanted = index == held ? null : PoolOffer.WantedEntry(context.InstanceId, index, plan.Works[index], state.Works[index], now);
            if (wanted == stands)
            {
                continue;
            }

            if (stands is not null)
            {
                _ = context.Entities.SignalEntityAsync(PoolEntities.OfferOf(stands), PoolEntities.Withdraw);
            }

            if (wanted is not null)
            {
                Put(plan, index, wanted);
            }

            state = Graph.Offer(state, index, wanted);
        }

        return state;
    }

    /// <summary>The state in which no run outside is waited for longer than it may be.</summary>
    internal GraphState Expire(GraphPlan plan, GraphState state, DateTimeOffset now)
    {
        for (int index = 0; index < plan.Works.Count; index++)
        {
            if (!RemoteRules.HasRunOut(state.Works[index], now))
            {
                continue;
            }

            if (RemoteRules.IsLost(plan.Works[index], state.Works[index], now))
            {
                string worker = plan.Works[index].Worker;
                _ = context.Entities.SignalEntityAsync(PoolEntities.ExpiredOf(worker), PoolEntities.Count, worker);
            }

            state = Graph.Apply(plan, state, new GraphEvent.RemoteExpired(index), now);
        }

        return state;
    }

    private void Put(GraphPlan plan, int index, string entry) =>
        _ = context.Entities.SignalEntityAsync(PoolEntities.OfferOf(entry), PoolEntities.Put, new PoolOffer(plan.Works[index].Worker, context.InstanceId, index));
}
