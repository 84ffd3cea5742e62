using System.Text.Json;

namespace Work.Model;

/// <summary>A registered worker as the HTTP API shows it.</summary>
/// <param name="Name">The name that requests give.</param>
/// <param name="Description">What it does, for people; null when its author said nothing.</param>
/// <param name="InputSchema">The JSON Schema of its input; null when there is none.</param>
/// <param name="External">Whether it is outside the process, so that its works are leased.</param>
/// <param name="Paused">Whether nothing new of it starts.</param>
public sealed record WorkerInfo(string Name, string? Description, JsonElement? InputSchema, bool External = false, bool Paused = false);
