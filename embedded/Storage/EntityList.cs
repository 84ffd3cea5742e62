namespace Work.Embedded.Storage;

/// <summary>Reads of entities.</summary>
internal static class EntityList
{
    private const string Columns = "id, state, modified_at";

    public static EntityRecord? Find(ReadPool reads, string id) => reads.Read(reader =>
    {
        var statement = reader.Prepare($"SELECT {Columns} FROM entities WHERE id = ?1").Bind(1, id);
        var found = statement.Step() ? Read(statement) : null;
        statement.Reset();
        return found;
    });

    /// <summary>A page in the order of ids after <paramref name="after"/>, of those with the prefix and modified between two times (UTC ticks).</summary>
    public static List<EntityRecord> Page(ReadPool reads, string prefix, string after, long from, long to, int size) => reads.Read(reader =>
    {
        var startsAtPrefix = string.CompareOrdinal(after, prefix) < 0;
        var statement = reader.Prepare($"""
            SELECT {Columns} FROM entities WHERE id {(startsAtPrefix ? ">=" : ">")} ?1 AND id < ?2 AND modified_at BETWEEN ?3 AND ?4 ORDER BY id LIMIT ?5
            """);
        statement.Bind(1, startsAtPrefix ? prefix : after).Bind(2, prefix + char.MaxValue).Bind(3, from).Bind(4, to).Bind(5, size);
        var page = new List<EntityRecord>();
        while (statement.Step())
        {
            page.Add(Read(statement));
        }

        return page;
    });

    private static EntityRecord Read(Statement statement) =>
        new(statement.Text(0)!, statement.Text(1), statement.Int64(2));
}
