namespace Work.Embedded.Storage;

/// <summary>
/// Writes of <c>history</c>: one row for each step of an instance that its own row has no room for, holding all its events. The key is the instance's row and the
/// step's number, so the steps of one instance lie together and in order. Step 0 is not a step: it holds an input too big for its row.
/// </summary>
internal sealed class HistoryTable(Database database)
{
    public const int InputSequence = 0;
    public const int FirstSequence = 1;

    /// <summary>How many bytes of steps a row of <c>instances</c> takes. An instance that ends within them has no row here.</summary>
    public const int MostBytesInRow = 2048;

    private const int SequenceBits = 24;

    private readonly Statement insert = database.Prepare("INSERT INTO history(key, events) VALUES(?1, ?2)");
    private readonly Statement delete = database.Prepare("DELETE FROM history WHERE key BETWEEN ?1 AND ?2");

    public static long Key(long row, int sequence) => (row << SequenceBits) | (uint)sequence;

    public static long LastKey(long row) => (row << SequenceBits) | ((1L << SequenceBits) - 1);

    public static int SequenceOf(long key) => (int)(key & ((1L << SequenceBits) - 1));

    public void Append(long row, int sequence, byte[] events) => insert.Bind(1, Key(row, sequence)).Bind(2, events).Run();

    public void Delete(long row) => delete.Bind(1, Key(row, 0)).Bind(2, LastKey(row)).Run();
}
