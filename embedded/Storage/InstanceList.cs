using System.Globalization;
using System.Text;

namespace Work.Embedded.Storage;

/// <summary>
/// Pages of instances in the order of their ids, each page found by the last id of the one before it. Statuses are written into the
/// statement so that SQLite can use the partial indexes of what is open and what is broken.
/// </summary>
internal static class InstanceList
{
    public static List<InstanceRecord> Page(ReadPool reads, InstanceFilter filter) => reads.Read(reader =>
    {
        var statement = reader.Prepare(Sql(filter));
        var next = 1;
        statement.Bind(next++, StartsAtPrefix(filter) ? filter.Prefix : filter.After ?? "");
        if (filter.Prefix is { Length: > 0 } prefix)
        {
            statement.Bind(next++, prefix + char.MaxValue);
        }

        if (filter.CreatedFrom is { } from)
        {
            statement.Bind(next++, from);
        }

        if (filter.CreatedTo is { } to)
        {
            statement.Bind(next++, to);
        }

        statement.Bind(next, filter.PageSize);
        var page = new List<InstanceRecord>();
        while (statement.Step())
        {
            page.Add(reader.Read(statement, filter.WithPayload));
        }

        return page;
    });

    private static string Sql(InstanceFilter filter)
    {
        var sql = new StringBuilder("SELECT ").Append(InstanceReader.Columns);
        sql.Append(filter.WithPayload ? ", spilled, input, output" : "").Append(" FROM instances WHERE id ");
        sql.Append(StartsAtPrefix(filter) ? ">= ?" : "> ?").Append(filter.Prefix is { Length: > 0 } ? " AND id < ?" : "");
        if (filter.Statuses is { Count: > 0 } statuses)
        {
            var wanted = statuses.Distinct().Order().ToList();
            sql.Append(CultureInfo.InvariantCulture, $" AND status IN ({string.Join(", ", wanted)})");
            sql.Append(Within(wanted, [0, 6, 7]) ? " AND status IN (0, 6, 7)" : Within(wanted, [3, 5]) ? " AND status IN (3, 5)" : "");
        }

        sql.Append(filter.CreatedFrom is null ? "" : " AND created_at >= ?").Append(filter.CreatedTo is null ? "" : " AND created_at <= ?");
        return sql.Append(" ORDER BY id LIMIT ?").ToString();
    }

    // One lower bound only: given two, SQLite may take the weaker one and walk over all that lies between.
    private static bool StartsAtPrefix(InstanceFilter filter) =>
        filter.Prefix is { Length: > 0 } prefix && string.CompareOrdinal(filter.After ?? "", prefix) < 0;

    private static bool Within(List<int> wanted, int[] set) => wanted.TrueForAll(status => set.Contains(status));
}
