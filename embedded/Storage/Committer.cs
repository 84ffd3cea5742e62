using Work.Embedded.Engine;

namespace Work.Embedded.Storage;

/// <summary>
/// The one writer. Everything that waits when it gets free goes into one transaction, so many requests share one flush to disk; nobody is
/// told before that. If a group fails, each of its writes is tried alone, so that one bad write cannot take its neighbours with it.
/// A crash before COMMIT returns leaves none of the group, a crash after it leaves all of it.
/// </summary>
internal sealed class Committer : IThreadPoolWorkItem
{
    private const int MostInGroup = 2000;
    private readonly Database database;
    private readonly StoreWriter writer;
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Action<string>? faultPoint;
    private readonly IHandover? handover;
    private readonly object gate = new();
    private List<IStoreWrite> waiting = [];
    private bool closing;
    private volatile bool abandoned;
    private long commits;
    private long rows;
    private long bytes;

    public Committer(Database database, Action<string>? faultPoint, IHandover? handover = null)
    {
        this.database = database;
        this.faultPoint = faultPoint;
        writer = new StoreWriter(database);
        begin = database.Prepare("BEGIN IMMEDIATE");
        commit = database.Prepare("COMMIT");
        this.handover = handover;
        if (handover is null)
        {
            new Thread(Run) { IsBackground = true, Name = "store writer" }.Start();
        }
    }

    /// <summary>How many transactions were committed.</summary>
    public long Commits => Interlocked.Read(ref commits);

    /// <summary>How many rows the committed transactions wrote and deleted.</summary>
    public long Rows => Interlocked.Read(ref rows);

    /// <summary>How many bytes of texts and blobs the committed transactions wrote.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>Ends when the writer does nothing more with its connection.</summary>
    public Task Ended => ended.Task;

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Enqueue(IStoreWrite write)
    {
        lock (gate)
        {
            if (!closing)
            {
                waiting.Add(write);
                if (waiting.Count == 1)
                {
                    Wake();
                }

                return;
            }
        }

        write.Failed(new StoreException("The store is closed."));
    }

    /// <summary>Commits what waits, then ends.</summary>
    public Task CloseAsync()
    {
        lock (gate)
        {
            closing = true;
            Wake();
        }

        return ended.Task;
    }

    /// <summary>Ends without committing what waits, as a killed process does; nobody who waits is told anything.</summary>
    public Task AbandonAsync()
    {
        abandoned = true;
        return CloseAsync();
    }

    private void Run()
    {
        var group = new List<IStoreWrite>();
        while (TakeGroup(ref group))
        {
            CommitAll(group);
            group.Clear();
        }

        End();
    }

    /// <summary>One look at what waits, for a writer that has no thread of its own.</summary>
    public void Execute()
    {
        List<IStoreWrite> group = [];
        lock (gate)
        {
            if (waiting.Count == 0 && !closing)
            {
                return;
            }
        }

        if (TakeGroup(ref group))
        {
            CommitAll(group);
        }
        else
        {
            End();
        }
    }

    private void Wake()
    {
        if (handover is null)
        {
            Monitor.Pulse(gate);
        }
        else
        {
            handover.Take(this);
        }
    }

    private void CommitAll(List<IStoreWrite> group)
    {
        foreach (var part in group.Chunk(MostInGroup))
        {
            CommitGroup(part);
        }
    }

    private void End()
    {
        if (!ended.Task.IsCompleted)
        {
            ended.SetResult();
        }
    }

    private bool TakeGroup(ref List<IStoreWrite> group)
    {
        lock (gate)
        {
            while (waiting.Count == 0 && !closing)
            {
                Monitor.Wait(gate);
            }

            (group, waiting) = (waiting, group);
            return group.Count > 0 && !abandoned;
        }
    }

    private void CommitGroup(ReadOnlySpan<IStoreWrite> group)
    {
        var failure = TryCommit(group);
        if (failure is null)
        {
            return;
        }

        foreach (var write in group)
        {
            var reason = group.Length == 1 ? failure : TryCommit([write]);
            if (reason is not null && !abandoned)
            {
                write.Failed(reason);
            }
        }
    }

    private Exception? TryCommit(ReadOnlySpan<IStoreWrite> group)
    {
        try
        {
            faultPoint?.Invoke("before-commit");
            if (abandoned)
            {
                return null;
            }

            int before = database.TotalChanges;
            long bound = database.Bound;
            begin.Run();
            foreach (var write in group)
            {
                write.Apply(writer);
            }

            commit.Run();
            Interlocked.Add(ref rows, database.TotalChanges - before);
            Interlocked.Add(ref bytes, database.Bound - bound);
        }
        catch (Exception reason)
        {
            Rollback();
            return reason;
        }

        Interlocked.Increment(ref commits);
        faultPoint?.Invoke("after-commit");
        foreach (var write in group)
        {
            if (!abandoned)
            {
                write.Committed();
            }
        }

        return null;
    }

    private void Rollback()
    {
        try
        {
            database.Execute("ROLLBACK");
        }
        catch (StoreException)
        {
            // SQLite has rolled back by itself already (disk full, I/O error), or the transaction was never begun.
        }
    }
}
