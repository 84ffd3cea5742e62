using System.Text.Json.Nodes;

namespace Work.Functions.Callers;

/// <summary>
/// Takes the host's key off a function. Which functions ask for a key stands in attributes, so the build decides it; where callers show a token instead, the
/// description of the function that the host is given at the start is changed. Should that come to nothing, a caller needs both, and nobody gets in with less.
/// </summary>
internal static class HostKeyLevels
{
    private const string Level = "authLevel";

    /// <summary>The binding as the host shall see it; one that asks for more than the key of a function, and one that is not HTTP, stays as it is.</summary>
    public static string WithoutKey(string binding) =>
        JsonNode.Parse(binding) is JsonObject described && Says(described, "type", "httpTrigger") && Says(described, Level, "Function") ? Opened(described) : binding;

    private static string Opened(JsonObject described)
    {
        described[Level] = "Anonymous";
        return described.ToJsonString();
    }

    private static bool Says(JsonObject described, string name, string value) =>
        described[name] is JsonValue said && said.TryGetValue(out string? text) && text.Equals(value, StringComparison.OrdinalIgnoreCase);
}
