using System.Text;

namespace Work.Embedded.Storage;

/// <summary>Writes of <c>instances</c>; used by the writer thread inside a transaction.</summary>
internal sealed class InstanceTable(Database database, HistoryTable history)
{
    private readonly Statement insert = database.Prepare("""
        INSERT INTO instances(row, id, name, version, status, created_at, updated_at, execution, attention, wake_at, start_at, spilled, input,
            tags, parent, custom_status, output, failure, steps)
        VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
        """);

    private readonly Statement update = database.Prepare("""
        UPDATE instances SET status = ?2, updated_at = ?3, attention = ?4, wake_at = ?5, custom_status = ?6, output = ?7, failure = ?8
        WHERE row = ?1
        """);

    // Two blobs make a text in SQLite, byte for byte; the cast says that it is none.
    private readonly Statement updateWithStep = database.Prepare("""
        UPDATE instances SET status = ?2, updated_at = ?3, attention = ?4, wake_at = ?5, custom_status = ?6, output = ?7, failure = ?8,
            steps = CAST(coalesce(steps, x'') || ?9 AS BLOB)
        WHERE row = ?1
        """);

    private readonly Statement renew = database.Prepare(
        "UPDATE instances SET execution = ?2, version = ?3, input = ?4, spilled = ?5, steps = NULL WHERE row = ?1");

    private readonly Statement delete = database.Prepare("DELETE FROM instances WHERE row = ?1");

    private readonly Statement deleteEnded = database.Prepare("DELETE FROM instances WHERE row = ?1 AND status IN (1, 3, 4, 5)");

    /// <summary>Writes a new row, with the first step if it has one that fits.</summary>
    public void Insert(InstanceRecord record, ReadOnlySpan<byte> step = default)
    {
        insert.Bind(1, record.Row).Bind(2, record.Id).Bind(3, record.Name).Bind(4, record.Version).Bind(5, record.Status)
            .Bind(6, record.CreatedAt).Bind(7, record.UpdatedAt).Bind(8, record.Execution).Bind(9, record.Attention ? 1 : 0)
            .Bind(10, record.WakeAt).Bind(11, record.StartAt).Bind(12, record.Spills ? 1 : 0).Bind(13, record.Spills ? null : record.Input)
            .Bind(14, record.Tags).Bind(15, record.Parent).Bind(16, record.CustomStatus).Bind(17, record.Output).Bind(18, record.Failure);
        _ = step.IsEmpty ? insert.BindNull(19) : insert.Bind(19, step);
        insert.Run();
        SpillInput(record);
    }

    /// <summary>Writes what a step has changed, and adds the step to those in the row, if it fits there.</summary>
    public void Update(InstanceRecord record, ReadOnlySpan<byte> step)
    {
        var statement = step.IsEmpty ? update : updateWithStep.Bind(9, step);
        statement.Bind(1, record.Row).Bind(2, record.Status).Bind(3, record.UpdatedAt).Bind(4, record.Attention ? 1 : 0)
            .Bind(5, record.WakeAt).Bind(6, record.CustomStatus).Bind(7, record.Output).Bind(8, record.Failure).Run();
    }

    /// <summary>Drops the history and takes the new execution, input and version; <see cref="Update"/> does the rest.</summary>
    public void Renew(InstanceRecord record)
    {
        history.Delete(record.Row);
        renew.Bind(1, record.Row).Bind(2, record.Execution).Bind(3, record.Version)
            .Bind(4, record.Spills ? null : record.Input).Bind(5, record.Spills ? 1 : 0).Run();
        SpillInput(record);
    }

    public void Delete(long row)
    {
        history.Delete(row);
        delete.Bind(1, row).Run();
    }

    /// <summary>Deletes the row only if it has ended; says whether it did.</summary>
    public bool DeleteEnded(long row)
    {
        var deleted = deleteEnded.Bind(1, row).Run() > 0;
        if (deleted)
        {
            history.Delete(row);
        }

        return deleted;
    }

    private void SpillInput(InstanceRecord record)
    {
        if (record.Spills)
        {
            history.Append(record.Row, HistoryTable.InputSequence, Encoding.UTF8.GetBytes(record.Input!));
        }
    }
}
