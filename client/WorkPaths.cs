using System.Text.Json;
using Work.Model;

namespace Work.Client;

/// <summary>Addresses of the API, relative to its root.</summary>
internal static class WorkPaths
{
    /// <summary>A work's resource. The form of an id leaves no way to another resource.</summary>
    /// <exception cref="ArgumentException">The text cannot be an id.</exception>
    internal static string Of(string id, string rest = "") =>
        WorkIds.IsValid(id) ? $"work/{id}{rest}" : throw new ArgumentException($"'{id}' cannot be the id of a work.", nameof(id));

    internal static string NameOf(WorkState state) => JsonNamingPolicy.CamelCase.ConvertName(state.ToString());
}
