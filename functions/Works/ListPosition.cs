using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Work.Functions.Works;

/// <summary>A place in the list of works: newest enqueue first, to the millisecond, and then by id. A cursor is its text.</summary>
public sealed record ListPosition(DateTimeOffset EnqueuedAt, string Id)
{
    private const char BeforePage = '~';

    /// <summary>The backend's own mark of the page of instances to go on from, so that a later page costs no more than the first; null to look from the beginning.</summary>
    public string? Page { get; init; }

    /// <summary>Where a work stands.</summary>
    public static ListPosition Of(FoundWork work) => new(work.Graph.Input.EnqueuedAt, work.Spec.Id);

    /// <summary>Reads a cursor; null when it is none of ours.</summary>
    public static ListPosition? Parse(string cursor)
    {
        int mark = cursor.IndexOf(BeforePage, StringComparison.Ordinal);
        string place = mark < 0 ? cursor : cursor[..mark];
        string? page = mark < 0 ? null : PageOf(cursor[(mark + 1)..]);
        return (mark < 0 || page is not null)
            && place.IndexOf('_', StringComparison.Ordinal) is > 0 and int end
            && long.TryParse(place.AsSpan(0, end), NumberStyles.None, CultureInfo.InvariantCulture, out long milliseconds)
            && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
                ? new ListPosition(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), place[(end + 1)..]) { Page = page }
                : null;
    }

    /// <summary>The order of the list.</summary>
    public static IComparer<ListPosition> Order { get; } = Comparer<ListPosition>.Create((one, other) =>
        other.EnqueuedAt.ToUnixTimeMilliseconds().CompareTo(one.EnqueuedAt.ToUnixTimeMilliseconds()) is not 0 and int byTime ? byTime
        : string.CompareOrdinal(one.Id, other.Id));

    /// <summary>Whether this place comes before another.</summary>
    public bool IsBefore(ListPosition other) => Order.Compare(this, other) < 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{EnqueuedAt.ToUnixTimeMilliseconds()}_{Id}{(Page is null ? "" : BeforePage + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Page)))}");

    private static string? PageOf(string text) => text.Length > 0 && Base64Url.IsValid(text) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)) : null;
}
