using Work.Embedded.Engine;

namespace Work.Embedded.Storage;

/// <summary>
/// The data directory, opened: its lock, the one writer, the readers. Numbers of rows and messages are given out here, so that a row can be
/// referred to before it is committed.
/// </summary>
internal sealed class Store
{
    private const string FileName = "work.db";
    private const string MarkerName = "work.made";
    private readonly DirectoryLock owner;
    private readonly Database database;
    private readonly Committer committer;
    private readonly Lock releasing = new();
    private long lastRow;
    private long lastMessage;
    private bool isReleased;

    private Store(DirectoryLock owner, Database database, Action<string>? faultPoint, IHandover? handover)
    {
        this.owner = owner;
        this.database = database;
        Path = database.Path;
        lastRow = database.Scalar("SELECT max(row) FROM instances");
        lastMessage = database.Scalar("SELECT max(number) FROM messages");
        Boot = database.Scalar("SELECT value FROM meta WHERE key = 'boot'") + 1;
        FlushMode = $"{database.ScalarText("PRAGMA journal_mode")}, synchronous={database.Scalar("PRAGMA synchronous")}";
        Reads = new ReadPool(database.Path);
        committer = new Committer(database, faultPoint, handover);
    }

    public string Path { get; }

    /// <summary>How commits reach the disk, as SQLite says it: 2 is FULL.</summary>
    public string FlushMode { get; }

    /// <summary>Counts the starts of this data directory; saved by <see cref="SaveBoot"/>.</summary>
    public long Boot { get; }

    public ReadPool Reads { get; }

    public long Commits => committer.Commits;

    public long Rows => committer.Rows;

    public long Bytes => committer.Bytes;

    /// <summary>
    /// Takes the directory and opens its database, making it when the directory is new. Without <paramref name="flush"/> a commit is only handed to the operating
    /// system: it survives the process, but no loss of power.
    /// </summary>
    /// <exception cref="StoreException">Owned by another process, damaged, of another program or of another format.</exception>
    public static Store Open(string directory, DateTimeOffset now, Action<string>? faultPoint, bool flush = true, IHandover? handover = null)
    {
        var owner = DirectoryLock.Take(directory, now);
        try
        {
            var database = OpenDatabase(directory, flush);
            try
            {
                var store = new Store(owner, database, faultPoint, handover);
                database.CheckpointOnClose();
                return store;
            }
            catch
            {
                database.Dispose();
                throw;
            }
        }
        catch (StoreException failure)
        {
            owner.Dispose();
            throw failure.WhileOpening(System.IO.Path.Combine(directory, FileName));
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    public long NextRow() => Interlocked.Increment(ref lastRow);

    public long NextMessage() => Interlocked.Increment(ref lastMessage);

    public void Enqueue(IStoreWrite write) => committer.Enqueue(write);

    /// <summary>Writes and waits until it is on disk.</summary>
    public Task<T> WriteAsync<T>(Func<StoreWriter, T> write)
    {
        var task = new StoreTask<T>(write);
        committer.Enqueue(task);
        return task.Task;
    }

    /// <summary>Begins to count this start.</summary>
    public Task SaveBoot() => SaveBootAsync(Boot);

    /// <summary>Takes this start out of the count: nothing that was handed out in it is in doubt, so the next start goes on as if it were the same.</summary>
    public Task ForgetBoot() => SaveBootAsync(Boot - 1);

    private Task<bool> SaveBootAsync(long boot) => WriteAsync(writer =>
    {
        writer.SaveMeta("boot", boot);
        return true;
    });

    /// <summary>Commits what waits and lets go of the directory.</summary>
    public Task CloseAsync() => ReleaseAfter(committer.CloseAsync());

    /// <summary>Lets go of the directory without committing what waits.</summary>
    public Task AbandonAsync() => ReleaseAfter(committer.AbandonAsync());

    // Once, and to its end before anybody goes on: the directory is free when the database is closed, whoever closes it.
    private async Task ReleaseAfter(Task ended)
    {
        await ended;
        lock (releasing)
        {
            if (isReleased)
            {
                return;
            }

            Reads.Dispose();

            // After the readers: whoever closes last moves the log into the file, and a reader may not.
            database.Dispose();
            owner.Dispose();
            isReleased = true;
        }
    }

    // What is there is checked before anything is written: whoever is refused finds their file as it was.
    private static Database OpenDatabase(string directory, bool flush)
    {
        var path = System.IO.Path.Combine(directory, FileName);
        var marker = System.IO.Path.Combine(directory, MarkerName);
        RefuseLost(path, marker);
        if (LogCheck.FaultOf(path) is { } fault)
        {
            throw StoreException.Damaged(path, fault);
        }

        var database = Database.OpenWriter(path);
        try
        {
            var isMade = Schema.IsMade(database);
            if (!isMade && File.Exists(marker))
            {
                throw new StoreException($"The database '{path}' has lost all that it held. Nothing was changed: restore it from a backup, or move it away to start empty.");
            }

            Configure(database, flush);
            if (isMade)
            {
                Schema.Upgrade(database);
            }
            else
            {
                Schema.Make(database);
            }

            if (!File.Exists(marker))
            {
                File.WriteAllText(marker, "This directory holds a database. If work.db is missing here, acknowledged work is missing.\n");
            }

            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static void RefuseLost(string path, string marker)
    {
        // SQLite takes an absent or empty file for a new database; here it would be a lost one.
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (length == 0 && File.Exists(marker))
        {
            throw new StoreException(
                $"The database '{path}' is {(File.Exists(path) ? "empty" : "missing")}, but was made before. Nothing was changed: restore it, or use another data directory.");
        }
    }

    private static void Configure(Database database, bool flush)
    {
        database.EnsureWritable();
        if (database.ScalarText("PRAGMA journal_mode = WAL") != "wal")
        {
            throw new StoreException($"The database '{database.Path}' cannot be written with a write-ahead log on this file system.");
        }

        database.Execute(flush ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
        database.Execute("PRAGMA wal_autocheckpoint = 4000");
        database.Execute("PRAGMA cache_size = -16000");
        database.Execute("PRAGMA temp_store = MEMORY");
    }
}
