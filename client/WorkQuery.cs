using Work.Model;

namespace Work.Client;

/// <summary>What to list: OR inside a part, AND across parts; an empty part (the default) asks for nothing.</summary>
public sealed record WorkQuery
{
    /// <summary>Any of these ids.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Any of these unique names.</summary>
    public IReadOnlyList<string> UniqueNames { get; init; } = [];

    /// <summary>Any of these tags; a worker's name is a tag.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Any of these states.</summary>
    public IReadOnlyList<WorkState> States { get; init; } = [];

    /// <summary>How many works a page has, 1 to 1000. Default 100.</summary>
    public int PageSize { get; init; } = 100;

    internal string PathAfter(string? cursor)
    {
        IEnumerable<string> parts = [.. Parts(), "limit=" + PageSize.ToString(System.Globalization.CultureInfo.InvariantCulture)];
        return "work?" + string.Join('&', cursor is null ? parts : parts.Append("cursor=" + Uri.EscapeDataString(cursor)));
    }

    internal string EventsPath() => "events?" + string.Join('&', Parts());

    private IEnumerable<string> Parts() =>
    [
        .. Ids.Select(id => "id=" + Uri.EscapeDataString(id)),
        .. UniqueNames.Select(name => "uniqueName=" + Uri.EscapeDataString(name)),
        .. Tags.Select(tag => "tag=" + Uri.EscapeDataString(tag)),
        .. States.Select(state => "state=" + WorkPaths.NameOf(state)),
    ];
}
