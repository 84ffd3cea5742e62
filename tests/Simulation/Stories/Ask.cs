using System.Text.Json;
using Work.Simulation.World;

namespace Work.Simulation.Stories;

/// <summary>A request on its way.</summary>
internal sealed class Ask
{
    public required string What { get; init; }

    public required long AtStep { get; init; }

    public required Task<SimAnswer> Task { get; init; }

    /// <summary>Told of the answer.</summary>
    public required Action<int, JsonElement> Answered { get; init; }

    /// <summary>Told when the process died first: whether the request counted is not known.</summary>
    public required Action Lost { get; init; }

    public bool IsOver { get; set; }
}
