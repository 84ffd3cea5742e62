using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Work.Embedded.Hosting.Functions;

/// <summary>The triggers that this host knows.</summary>
internal enum TriggerKind
{
    Http,
    Timer,
    Queue,
    Orchestration,
    Activity,
    Entity,
}

internal static class FunctionTrigger
{
    /// <summary>The kind of an attribute; null when the host does not know it.</summary>
    public static TriggerKind? KindOf(TriggerBindingAttribute trigger) => trigger switch
    {
        HttpTriggerAttribute => TriggerKind.Http,
        TimerTriggerAttribute => TriggerKind.Timer,
        QueueTriggerAttribute => TriggerKind.Queue,
        OrchestrationTriggerAttribute => TriggerKind.Orchestration,
        ActivityTriggerAttribute => TriggerKind.Activity,
        EntityTriggerAttribute => TriggerKind.Entity,
        _ => null,
    };

    /// <summary>The binding type as function.json spells it.</summary>
    public static string TypeOf(TriggerKind kind) => kind switch
    {
        TriggerKind.Http => "httpTrigger",
        TriggerKind.Timer => "timerTrigger",
        TriggerKind.Queue => "queueTrigger",
        TriggerKind.Orchestration => "orchestrationTrigger",
        TriggerKind.Activity => "activityTrigger",
        _ => "entityTrigger",
    };
}
