namespace Work.Embedded.Storage;

/// <summary>Reads of what is due and of what a restart has to look at, each through its partial index.</summary>
internal static class Wakes
{
    private const int PageSize = 1000;

    /// <summary>Ids of instances with a wake time of at most <paramref name="until"/>.</summary>
    public static IEnumerable<string> DueInstances(ReadPool reads, long until)
    {
        var (afterTime, afterRow) = (long.MinValue, long.MinValue);
        while (true)
        {
            var page = reads.Read(reader => InstancePage(reader, until, afterTime, afterRow));
            foreach (var (id, _, _) in page)
            {
                yield return id;
            }

            if (page.Count < PageSize)
            {
                yield break;
            }

            (_, afterTime, afterRow) = page[^1];
        }
    }

    /// <summary>Messages that wait for their time.</summary>
    public static List<StoredMessage> Delayed(ReadPool reads) => reads.Read(reader =>
        ReadMessages(reader.Prepare("SELECT number, target, due_at, body FROM messages WHERE due_at IS NOT NULL ORDER BY due_at, number")));

    /// <summary>Messages that wait for nothing: all that a crash left undelivered.</summary>
    public static List<StoredMessage> Undelivered(ReadPool reads) => reads.Read(reader =>
        ReadMessages(reader.Prepare("SELECT number, target, due_at, body FROM messages WHERE due_at IS NULL ORDER BY number")));

    /// <summary>Ids of instances that a restart has to look at.</summary>
    public static List<string> Attention(ReadPool reads) => reads.Read(reader =>
    {
        var statement = reader.Prepare("SELECT id FROM instances WHERE attention = 1");
        var ids = new List<string>();
        while (statement.Step())
        {
            ids.Add(statement.Text(0)!);
        }

        return ids;
    });

    /// <summary>The earliest wake time after <paramref name="after"/>, or null.</summary>
    public static long? Next(ReadPool reads, long after) => reads.Read(reader =>
    {
        var statement = reader.Prepare("SELECT min(wake_at) FROM instances WHERE wake_at > ?1").Bind(1, after);
        var first = statement.Step() ? statement.NullableInt64(0) : null;
        statement.Reset();
        return first;
    });

    private static List<(string Id, long WakeAt, long Row)> InstancePage(InstanceReader reader, long until, long afterTime, long afterRow)
    {
        var statement = reader.Prepare($"""
            SELECT id, wake_at, row FROM instances
            WHERE wake_at <= ?1 AND (wake_at, row) > (?2, ?3) ORDER BY wake_at, row LIMIT {PageSize}
            """);
        statement.Bind(1, until).Bind(2, afterTime).Bind(3, afterRow);
        var page = new List<(string, long, long)>();
        while (statement.Step())
        {
            page.Add((statement.Text(0)!, statement.Int64(1), statement.Int64(2)));
        }

        return page;
    }

    private static List<StoredMessage> ReadMessages(Statement statement)
    {
        var found = new List<StoredMessage>();
        while (statement.Step())
        {
            found.Add(new StoredMessage(statement.Int64(0), statement.Text(1)!, statement.NullableInt64(2), statement.Blob(3)!));
        }

        return found;
    }
}
