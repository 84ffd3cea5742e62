namespace Kills.Load;

/// <summary>One work of a request, and what must have become of it at the end.</summary>
/// <param name="Key">Its key in the request.</param>
/// <param name="State">The state that it must end in.</param>
internal sealed record AskedWork(string Key, string State = "succeeded")
{
    /// <summary>The keys that it comes after.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>How long after the request was sent for the first time it may start at the earliest.</summary>
    public TimeSpan NotBefore { get; init; }

    /// <summary>The file that it writes below the data directory's files, or null.</summary>
    public string? File { get; init; }
}

/// <summary>A request, before it is sent.</summary>
/// <param name="Kind">What sort of work it is, for the figures.</param>
/// <param name="Number">Names it: its idempotency key, and what its runs write down.</param>
/// <param name="Body">The body, without a batch around it.</param>
/// <param name="Works">Its works, in order.</param>
internal sealed record AskedRequest(string Kind, string Number, object Body, IReadOnlyList<AskedWork> Works)
{
    /// <summary>The unique name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the works that had the name before may be gone after it.</summary>
    public bool Replaces { get; init; }

    /// <summary>When it was sent for the first time.</summary>
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>The concurrency key of which one work may run at a time, or null.</summary>
    public string? Key { get; init; }
}
