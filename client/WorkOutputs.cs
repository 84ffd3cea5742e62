using System.Text.Json;
using Work.Model;

namespace Work.Client;

/// <summary>Reads a work's data as types.</summary>
public static class WorkOutputs
{
    /// <summary>The output as a type, by names in camelCase; an unfinished work's output is an empty object.</summary>
    /// <exception cref="JsonException">The output does not fit the type.</exception>
    public static T ReadOutputAs<T>(this WorkInfo work) where T : notnull => work.Output.Deserialize<T>(WorkJson.Options)!;

    /// <summary>The latest progress as a type, by names in camelCase; none is an empty object.</summary>
    /// <exception cref="JsonException">The progress does not fit the type.</exception>
    public static T ReadProgressAs<T>(this WorkInfo work) where T : notnull => work.Progress.Deserialize<T>(WorkJson.Options)!;
}
