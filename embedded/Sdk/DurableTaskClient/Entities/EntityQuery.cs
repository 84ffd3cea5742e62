namespace Microsoft.DurableTask.Client.Entities;

/// <summary>Which entities to list.</summary>
public record EntityQuery
{
    /// <summary>The page size unless another is asked for.</summary>
    public const int DefaultPageSize = 100;

    private readonly string? _prefix;

    /// <summary>With an id that begins so; the leading @ may be left out, and case counts in the key only.</summary>
    public string? InstanceIdStartsWith
    {
        get => _prefix;
        init => _prefix = value is null ? null : Normalize(value);
    }

    /// <summary>Changed at this instant or later.</summary>
    public DateTimeOffset? LastModifiedFrom { get; init; }

    /// <summary>Changed at this instant or earlier.</summary>
    public DateTimeOffset? LastModifiedTo { get; init; }

    /// <summary>Whether states come along. Default: yes.</summary>
    public bool IncludeState { get; init; } = true;

    /// <summary>Whether entities without a state are listed. Default: no.</summary>
    public bool IncludeTransient { get; init; }

    /// <summary>How many to a page at most; null for <see cref="DefaultPageSize"/>.</summary>
    public int? PageSize { get; init; }

    /// <summary>Where to go on.</summary>
    public string? ContinuationToken { get; init; }

    private static string Normalize(string value)
    {
        string prefix = value.StartsWith('@') ? value : "@" + value;
        int separator = prefix.IndexOf('@', 1);
        return separator < 0 ? prefix.ToLowerInvariant() : prefix[..separator].ToLowerInvariant() + prefix[separator..];
    }
}
