using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Work.Model;

/// <summary>The outcome of a merge: either the merged object, or the error with which the work fails.</summary>
public sealed record MergeResult
{
    internal MergeResult(JsonElement input) => Input = input;

    internal MergeResult(WorkError error) => Error = error;

    /// <summary>The merged object; null when there is an error.</summary>
    public JsonElement? Input { get; }

    /// <summary><c>inputMergerClash</c> or <c>mergedInputTooLarge</c>; null when the merge went well.</summary>
    public WorkError? Error { get; }

    /// <summary>Whether the merge went well.</summary>
    [MemberNotNullWhen(true, nameof(Input))]
    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsMerged => Error is null;
}
