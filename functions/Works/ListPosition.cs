using System.Globalization;

namespace Work.Functions.Works;

/// <summary>A place in the list of works: newest enqueue first, to the millisecond, and then by id. A cursor is its text.</summary>
public sealed record ListPosition(DateTimeOffset EnqueuedAt, string Id)
{
    /// <summary>Where a work stands.</summary>
    public static ListPosition Of(FoundWork work) => new(work.Graph.Input.EnqueuedAt, work.Spec.Id);

    /// <summary>Reads a cursor; null when it is none of ours.</summary>
    public static ListPosition? Parse(string cursor) =>
        cursor.IndexOf('_', StringComparison.Ordinal) is > 0 and int end
        && long.TryParse(cursor.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
        && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? new ListPosition(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), cursor[(end + 1)..])
            : null;

    /// <summary>The order of the list.</summary>
    public static IComparer<ListPosition> Order { get; } = Comparer<ListPosition>.Create((one, other) =>
        other.EnqueuedAt.ToUnixTimeMilliseconds().CompareTo(one.EnqueuedAt.ToUnixTimeMilliseconds()) is not 0 and int byTime ? byTime
        : string.CompareOrdinal(one.Id, other.Id));

    /// <summary>Whether this place comes before another.</summary>
    public bool IsBefore(ListPosition other) => Order.Compare(this, other) < 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EnqueuedAt.ToUnixTimeMilliseconds()}_{Id}");
}
