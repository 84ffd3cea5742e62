using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Work.Model;

namespace Work.Orchestrations;

/// <summary>Owns a unique name as long as works of it are unfinished; its output is what the next owner goes on from.</summary>
public static class OwnNameOrchestrator
{
    /// <summary>The external event that carries a <see cref="NameRequest"/>.</summary>
    public const string RequestEvent = "enqueue";

    /// <summary>The external event that carries the id of a continuation that was pruned.</summary>
    public const string ForgetEvent = "forget";

    /// <summary>
    /// The external event that carries the instance of a continuation, or of a shard, whose works are finished while its instance is not: a run that was
    /// cancelled goes on until it stops. It is sent with the step that finishes them, so that whoever sees it and asks then is decided upon after it.
    /// </summary>
    public const string FinishedEvent = "finished";

    /// <summary>Decides requests one after the other, and ends when nothing of the name is unfinished.</summary>
    [Function(TaskNames.OwnName)]
    public static Task<NameState?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        NameInput input = context.GetInput<NameInput>() ?? throw new InvalidOperationException("The owner of a name is started with a request.");
        return new NameRun(context, input).ToEndAsync();
    }
}
