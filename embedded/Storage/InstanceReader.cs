using System.Text;

namespace Work.Embedded.Storage;

/// <summary>Reads of one connection: what is committed. One thread at a time; see <see cref="ReadPool"/>.</summary>
internal sealed class InstanceReader(Database database) : IDisposable
{
    internal const string Columns =
        "row, id, name, version, status, created_at, updated_at, execution, attention, wake_at, start_at, tags, parent, custom_status, failure";

    private readonly Statement byId = database.Prepare($"SELECT {Columns}, spilled, input, output FROM instances WHERE id = ?1");
    private readonly Statement firstSteps = database.Prepare("SELECT steps FROM instances WHERE row = ?1");
    private readonly Statement steps = database.Prepare("SELECT key, events FROM history WHERE key BETWEEN ?1 AND ?2 ORDER BY key");
    private readonly Statement step = database.Prepare("SELECT events FROM history WHERE key = ?1");
    private readonly Dictionary<string, Statement> prepared = [];

    public Database Database => database;

    /// <summary>The instance of this id, or null.</summary>
    public InstanceRecord? Find(string id)
    {
        byId.Bind(1, id);
        if (!byId.Step())
        {
            return null;
        }

        var record = Read(byId, withPayload: true);
        byId.Reset();
        return record;
    }

    /// <summary>The steps of a row in order, without its input. Those that lie in the row itself come as one, with the sequence 0.</summary>
    public List<(int Sequence, byte[] Events)> History(long row)
    {
        var found = new List<(int, byte[])>();
        firstSteps.Bind(1, row);
        if (firstSteps.Step())
        {
            if (firstSteps.Blob(0) is { } events)
            {
                found.Add((HistoryTable.InputSequence, events));
            }

            firstSteps.Reset();
        }

        steps.Bind(1, HistoryTable.Key(row, HistoryTable.FirstSequence)).Bind(2, HistoryTable.LastKey(row));
        while (steps.Step())
        {
            found.Add((HistoryTable.SequenceOf(steps.Int64(0)), steps.Blob(1)!));
        }

        return found;
    }

    /// <summary>A statement kept for this connection.</summary>
    public Statement Prepare(string sql)
    {
        if (!prepared.TryGetValue(sql, out var statement))
        {
            prepared[sql] = statement = database.Prepare(sql);
        }

        return statement;
    }

    public InstanceRecord Read(Statement from, bool withPayload)
    {
        var row = from.Int64(0);
        return new InstanceRecord
        {
            Row = row,
            Id = from.Text(1)!,
            Name = from.Text(2)!,
            Version = from.Text(3),
            Status = from.Int32(4),
            CreatedAt = from.Int64(5),
            UpdatedAt = from.Int64(6),
            Execution = from.Int32(7),
            Attention = from.Int64(8) != 0,
            WakeAt = from.NullableInt64(9),
            StartAt = from.NullableInt64(10),
            Tags = from.Blob(11),
            Parent = from.Blob(12),
            CustomStatus = from.Text(13),
            Failure = from.Blob(14),
            Input = withPayload ? (from.Int64(15) != 0 ? SpilledInput(row) : from.Text(16)) : null,
            Output = withPayload ? from.Text(17) : null,
        };
    }

    public void Dispose() => database.Dispose();

    private string? SpilledInput(long row)
    {
        step.Bind(1, HistoryTable.Key(row, HistoryTable.InputSequence));
        if (!step.Step())
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(step.Blob(0)!);
        step.Reset();
        return text;
    }
}
