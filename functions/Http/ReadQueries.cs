using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Http;

/// <summary>A request for a list.</summary>
internal sealed record ListRequest(WorkQuery Query, int Limit, ListPosition? After);

/// <summary>Reads the query parameters of the reading functions; all faults are told at once.</summary>
internal static class ReadQueries
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1_000;

    // The last is a function key, which the host reads.
    private static readonly string[] Known = ["id", "uniqueName", "tag", "state", "code"];

    /// <summary>How long to wait; zero when it was not asked for.</summary>
    internal static TimeSpan WaitOf(IQueryCollection query)
    {
        if (!query.TryGetValue("wait", out StringValues wait))
        {
            return TimeSpan.Zero;
        }

        return IsoDuration.TryParse(wait.ToString(), out TimeSpan length) && length >= TimeSpan.Zero && length <= WorkWaiter.Longest
            ? length
            : throw new RefusedException(Refusals.Invalid("wait", $"must be an ISO 8601 duration from PT0S to {IsoDuration.Format(WorkWaiter.Longest)}"));
    }

    /// <summary>What to list.</summary>
    internal static ListRequest ListOf(IQueryCollection query)
    {
        List<Fault> faults = Unknown(query, [.. Known, "limit", "cursor"]);
        int limit = DefaultLimit;
        if (query.TryGetValue("limit", out StringValues asked)
            && !(int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) && limit is >= 1 and <= MaxLimit))
        {
            faults.Add(new Fault("limit", $"must be a whole number from 1 to {MaxLimit}", 400));
        }

        ListPosition? after = null;
        if (query.TryGetValue("cursor", out StringValues cursor) && (after = ListPosition.Parse(cursor.ToString())) is null)
        {
            faults.Add(new Fault("cursor", "must be the nextCursor of an earlier answer", 400));
        }

        WorkQuery works = QueryOf(query, faults);
        return faults.Count == 0 ? new ListRequest(works, limit, after) : throw new RefusedException(Refusals.Of(400, faults));
    }

    /// <summary>Which works are meant, where no pages are asked for.</summary>
    internal static WorkQuery QueryOf(IQueryCollection query)
    {
        List<Fault> faults = Unknown(query, Known);
        WorkQuery works = QueryOf(query, faults);
        return faults.Count == 0 ? works : throw new RefusedException(Refusals.Of(400, faults));
    }

    private static WorkQuery QueryOf(IQueryCollection query, List<Fault> faults) =>
        new(Texts(query, "id"), Texts(query, "uniqueName"), Texts(query, "tag"), [.. query["state"].OfType<string>().Select(text => StateOf(text, faults))]);

    private static List<Fault> Unknown(IQueryCollection query, string[] known) =>
        [.. query.Keys.Where(key => !known.Contains(key, StringComparer.Ordinal)).Select(key => new Fault(key, "unknown parameter", 400))];

    private static List<string> Texts(IQueryCollection query, string name) => [.. query[name].OfType<string>()];

    private static WorkState StateOf(string text, List<Fault> faults)
    {
        if (text.Length > 0 && char.IsAsciiLetterLower(text[0]) && Enum.TryParse(text, ignoreCase: true, out WorkState state))
        {
            return state;
        }

        faults.Add(new Fault("state", $"must be one of blocked, enqueued, running, succeeded, failed, cancelled; '{text}' is not", 400));
        return default;
    }
}
