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

    /// <summary>A page in the order of ids, of those modified between two times (UTC ticks).</summary>
    public static List<EntityRecord> Page(ReadPool reads, string prefix, string after, long from, long to, int size) => reads.Read(reader =>
    {
        var statement = reader.Prepare($"""
            SELECT {Columns} FROM entities WHERE id > ?1 AND id >= ?2 AND id < ?3 AND modified_at BETWEEN ?4 AND ?5 ORDER BY id LIMIT ?6
            """);
        statement.Bind(1, after).Bind(2, prefix).Bind(3, prefix + char.MaxValue).Bind(4, from).Bind(5, to).Bind(6, size);
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
