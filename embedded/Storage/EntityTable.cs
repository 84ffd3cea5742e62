namespace Work.Embedded.Storage;

/// <summary>Writes of <c>entities</c>.</summary>
internal sealed class EntityTable(Database database)
{
    private readonly Statement upsert = database.Prepare("""
        INSERT INTO entities(id, state, modified_at) VALUES(?1, ?2, ?3)
        ON CONFLICT(id) DO UPDATE SET state = ?2, modified_at = ?3
        """);

    private readonly Statement delete = database.Prepare("DELETE FROM entities WHERE id = ?1");

    public void Save(EntityRecord record) =>
        upsert.Bind(1, record.Id).Bind(2, record.State).Bind(3, record.ModifiedAt).Run();

    public void Delete(string id) => delete.Bind(1, id).Run();
}
