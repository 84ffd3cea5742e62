using Microsoft.DurableTask.Entities;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>Which entity stands at which gate. The names are stored: never rename one.</summary>
public static class GateEntities
{
    /// <summary>The operation that asks, with a <see cref="GateRequest"/>; its result is a <see cref="GateAnswer"/>. Asked again with the same ticket it says how things stand now.</summary>
    public const string Ask = "ask";

    /// <summary>The operation that leaves, with a <see cref="GateTicket"/>. Leaving twice, or without having asked, is no error.</summary>
    public const string Leave = "leave";

    internal static readonly IReadOnlyList<Gate> All = [Gate.Content, Gate.Constraints, Gate.Pause, Gate.Quota, Gate.Budget, Gate.Key, Gate.Slot];

    /// <summary>The entity of a work's gate.</summary>
    public static EntityInstanceId Of(Gate gate, WorkSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return gate switch
        {
            Gate.Content => ContentEntity.Id,
            Gate.Constraints => ScopeEntity.IdOf(spec.Scope),
            Gate.Pause => PauseEntity.Of(spec.Worker),
            Gate.Quota => QuotaEntity.Of(spec.Scope),
            Gate.Budget => BudgetEntity.Of(spec.Worker),
            Gate.Key => AdmissionEntity.OfKey(spec.ConcurrencyKey!),
            Gate.Slot => AdmissionEntity.OfSlots,
            _ => throw new ArgumentOutOfRangeException(nameof(gate), gate, "No such gate."),
        };
    }
}
