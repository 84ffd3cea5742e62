namespace Work.Embedded.Storage;

/// <summary>
/// Writes of <c>messages</c>: what one instance has told another and the other has not yet taken. Inserted with the sender's step, deleted
/// with the receiver's, so a crash between the two delivers it again and a crash after the second cannot.
/// </summary>
internal sealed class MessageTable(Database database)
{
    private readonly Statement insert = database.Prepare("INSERT INTO messages(number, target, due_at, body) VALUES(?1, ?2, ?3, ?4)");
    private readonly Statement delete = database.Prepare("DELETE FROM messages WHERE number = ?1");

    public void Insert(StoredMessage message) =>
        insert.Bind(1, message.Number).Bind(2, message.Target).Bind(3, message.DueAt).Bind(4, message.Body).Run();

    public void Delete(long number) => delete.Bind(1, number).Run();
}
