using System.Text.Json;

namespace Load.Fuzz;

/// <summary>One operation of the contract.</summary>
/// <param name="Method">In capitals.</param>
/// <param name="Path">With its parameters in braces.</param>
/// <param name="Body">The schema of the body; null when it takes none.</param>
/// <param name="Queries">The names of query parameters.</param>
internal sealed record Route(string Method, string Path, JsonElement? Body, IReadOnlyList<string> Queries)
{
    public string Name => $"{Method} {Path}";
}

/// <summary>openapi.json, as the source of requests.</summary>
internal sealed class Contract
{
    private readonly JsonElement root;

    private Contract(JsonElement root)
    {
        this.root = root;
        Routes = [.. from path in root.GetProperty("paths").EnumerateObject()
                     from operation in path.Value.EnumerateObject()
                     where operation.Value.ValueKind == JsonValueKind.Object
                     select RouteOf(operation.Name.ToUpperInvariant(), path.Name, operation.Value)];
    }

    /// <summary>All operations.</summary>
    public IReadOnlyList<Route> Routes { get; }

    public static Contract Load() => new(JsonElement.Parse(File.ReadAllBytes(Repository.At("functions", "Http", "openapi.json"))));

    /// <summary>What a reference means.</summary>
    public JsonElement Resolve(string reference) =>
        reference.TrimStart('#', '/').Split('/').Aggregate(root, (found, part) => found.GetProperty(part));

    private Route RouteOf(string method, string path, JsonElement operation)
    {
        JsonElement? body = operation.TryGetProperty("requestBody", out JsonElement request)
            ? request.GetProperty("content").EnumerateObject().First().Value.GetProperty("schema") : null;
        IEnumerable<JsonElement> parameters = operation.TryGetProperty("parameters", out JsonElement all)
            ? all.EnumerateArray().Select(one => one.TryGetProperty("$ref", out JsonElement reference) ? Resolve(reference.GetString()!) : one) : [];
        return new Route(method, path, body, [.. parameters.Where(one => one.GetProperty("in").GetString() == "query").Select(one => one.GetProperty("name").GetString()!)]);
    }
}
