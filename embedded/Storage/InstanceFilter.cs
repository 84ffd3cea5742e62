namespace Work.Embedded.Storage;

/// <summary>What a list of instances is restricted to. Times are UTC ticks, both ends included.</summary>
internal sealed record InstanceFilter(
    IReadOnlyList<int>? Statuses = null,
    long? CreatedFrom = null,
    long? CreatedTo = null,
    string? Prefix = null,
    string? After = null,
    int PageSize = 100,
    bool WithPayload = false);
