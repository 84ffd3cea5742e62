using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Conformance.Planted;

public static class PlantedCode
{
    [Breaks("reachable", "a method that is not public"), Function("InternalMethod")]
    internal static void InternalMethod([ActivityTrigger] string input) => _ = input;

    [Breaks("async void", "an event handler's habit"), Function("AsyncVoid")]
    public static async void AsyncVoid([ActivityTrigger] string input) => await Task.FromResult(input);

    [Breaks("retry", "on an activity"), Function("RetriedActivity"), FixedDelayRetry]
    public static void Retried([ActivityTrigger] string input) => _ = input;

    [Breaks("http result", "an answer beside a queue"), Function("AnswerAndQueue")]
    public static AnswerAndMessage AnswerAndQueue([HttpTrigger(AuthorizationLevel.Function, "post")] HttpRequest request) => new(new OkResult(), request.Path);

    [Breaks("orchestrator's bindings", "a client"), Function("OrchestratorWithClient")]
    public static void WithClient([OrchestrationTrigger] TaskOrchestrationContext context, [DurableClient] DurableTaskClient client) => _ = (context, client);

    [Breaks("orchestrator's token", "one"), Function("OrchestratorWithToken")]
    public static void WithToken([OrchestrationTrigger] TaskOrchestrationContext context, CancellationToken cancellation) => _ = (context, cancellation);

    public sealed record AnswerAndMessage(IActionResult Answer, [property: QueueOutput("answers")] string Message);

    private abstract class RetryAttribute : Attribute;

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class FixedDelayRetryAttribute : RetryAttribute;

    internal static class Inside
    {
        [Breaks("reachable", "a class that is not public"), Function("InternalClass")]
        public static void InternalClass([ActivityTrigger] string input) => _ = input;
    }
}
