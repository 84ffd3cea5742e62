using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>
/// Asks the gates of works, and leaves them. Each gate is an entity that sees all contenders; it answers the call, and tells of changes later by
/// messages. A leave is a signal that goes with the step which made the work leave, so a crash loses neither.
/// </summary>
internal sealed class GateCalls(TaskOrchestrationContext context, Action<GraphMessage> take)
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(5);

    // A run that goes on through an update leaves the gates that it was asked at, not those of the new request.
    private readonly Dictionary<int, WorkSpec> askedFor = [];
    private int asking;

    /// <summary>Whether no answer to a call is awaited.</summary>
    internal bool IsQuiet => asking == 0;

    internal void Ask(int index, Gate gate, WorkSpec spec, WorkRecord record)
    {
        askedFor[index] = spec;
        _ = AskAsync(index, gate, spec, record);
    }

    /// <summary>Tells the gate that counts run time that a run begins now.</summary>
    internal void Begin(int index, WorkSpec spec, WorkRecord record)
    {
        if (record.Gates?.Open.HasFlag(Gate.Budget) == true)
        {
            _ = context.Entities.SignalEntityAsync(GateEntities.Of(Gate.Budget, spec), nameof(BudgetEntity.Begin), new GateTicket(context.InstanceId, index, record.Gates.Pass));
        }
    }

    internal void Leave(int index, WorkSpec spec, WorkRecord record)
    {
        WorkSpec asked = askedFor.Remove(index, out WorkSpec? before) ? before : spec;
        foreach (Gate gate in GateEntities.All.Where(gate => record.Gates!.Asked.HasFlag(gate)))
        {
            var ticket = new GateTicket(context.InstanceId, index, record.Gates!.Pass);
            _ = context.Entities.SignalEntityAsync(GateEntities.Of(gate, asked), GateEntities.Leave, ticket);
        }
    }

    private async Task AskAsync(int index, Gate gate, WorkSpec spec, WorkRecord record)
    {
        asking++;
        int pass = record.Gates!.Pass;
        var request = new GateRequest(
            new GateTicket(context.InstanceId, index, pass), record.NextScheduleTime ?? new DateTimeOffset(context.CurrentUtcDateTime, TimeSpan.Zero), AdmissionGates.AsItStands(spec, record) with { Input = null, Tags = [], After = [] });
        GateAnswer? answer = null;
        while (answer is null)
        {
            try
            {
                answer = await context.Entities.CallEntityAsync<GateAnswer>(GateEntities.Of(gate, spec), GateEntities.Ask, request);
            }
            catch (EntityOperationFailedException)
            {
                // A gate that fails must not let the work by, nor end it; asking twice is the same as asking once.
                await context.CreateTimer(TryAgainAfter, CancellationToken.None);
            }
        }

        asking--;
        take(new GraphMessage { Gate = new GraphEvent.GateAnswered(index, gate, pass, answer) });
    }
}
