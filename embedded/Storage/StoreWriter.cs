namespace Work.Embedded.Storage;

/// <summary>The tables as the writer thread sees them, inside a transaction.</summary>
internal sealed class StoreWriter
{
    public StoreWriter(Database database)
    {
        History = new HistoryTable(database);
        Instances = new InstanceTable(database, History);
        Messages = new MessageTable(database);
        Entities = new EntityTable(database);
        saveMeta = database.Prepare("INSERT INTO meta(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = ?2");
    }

    private readonly Statement saveMeta;

    public InstanceTable Instances { get; }

    public HistoryTable History { get; }

    public MessageTable Messages { get; }

    public EntityTable Entities { get; }

    public void SaveMeta(string key, long value) => saveMeta.Bind(1, key).Bind(2, value).Run();
}
