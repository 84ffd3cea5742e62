namespace Conformance.Rules;

/// <summary>What the worker's build and the analyzers of Durable Task demand of the methods themselves.</summary>
internal static class CodeRules
{
    private static readonly string[] Retriable = ["Timer", "EventHub", "Kafka", "CosmosDB"];

    public static IReadOnlyList<MetadataRule> All { get; } =
    [
        MetadataRule.Each("reachable", function => MetadataRule.When(!function.IsReachable, "generated code cannot call it: method and class must be public")),
        MetadataRule.Each("async void", function => MetadataRule.When(function.IsAsyncVoid, "nobody can wait for it: an async function returns a task")),
        MetadataRule.Each("retry", function => MetadataRule.When(
            function.HasRetry && !function.Triggers.Any(trigger => Retriable.Contains(trigger.Kind)), "its trigger knows no retries of the function")),
        MetadataRule.Each("http result", function => MetadataRule.When(
            function.UnmarkedAnswer is not null, $"{function.UnmarkedAnswer} stands beside other outputs and is not marked as the answer")),
        MetadataRule.Each("orchestrator's bindings", function => Orchestrators(function, function.Bindings.Count > 1, "an orchestrator has no binding but its trigger")),
        MetadataRule.Each("orchestrator's token", function => Orchestrators(function, function.TakesCancellation, "an orchestrator takes no CancellationToken: a replay would not see it fire")),
    ];

    private static IEnumerable<string> Orchestrators(FunctionDescription function, bool broken, string fault)
        => MetadataRule.When(broken && function.TriggersOf("Orchestration").Any(), fault);
}
