namespace Conformance.Rules;

/// <summary>What triggers and bindings can be bound to. Another type compiles, and fails when the first call comes.</summary>
internal static class TypeRules
{
    public static IReadOnlyList<MetadataRule> All { get; } =
    [
        Bound("http type", "Http", "HttpRequest", "HttpRequestData"),
        Bound("timer type", "Timer", "TimerInfo"),
        Bound("orchestration type", "Orchestration", "TaskOrchestrationContext"),
        Bound("entity type", "Entity", "TaskEntityDispatcher"),
        Bound("client type", "DurableClient", "DurableTaskClient"),
        MetadataRule.Each("activity type", function => function.TriggersOf("Activity")
            .Where(binding => binding.Type.IsByRef || binding.Type.IsAssignableTo(typeof(Delegate)) || binding.Type.IsAssignableTo(typeof(Stream)))
            .Select(binding => $"{binding.Name} is a {binding.Type.Name}, which no JSON can be read as")),
    ];

    private static MetadataRule Bound(string rule, string kind, params string[] types)
        => MetadataRule.Each(rule, function => function.Bindings.Where(binding => binding.Kind == kind && !types.Contains(binding.Type.Name))
            .Select(binding => $"{binding.Name} is a {binding.Type.Name} and must be a {string.Join(" or ", types)}"));
}
