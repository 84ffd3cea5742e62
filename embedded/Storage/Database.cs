using System.Text;

namespace Work.Embedded.Storage;

/// <summary>One connection to a SQLite file. Not thread-safe: one thread at a time.</summary>
internal sealed unsafe class Database : IDisposable
{
    private readonly nint handle;
    private int closed;
    private readonly List<Statement> statements = [];

    private Database(nint handle, string path)
    {
        this.handle = handle;
        Path = path;
    }

    public string Path { get; }

    /// <summary>Opens for writing, creating the file when it is absent.</summary>
    public static Database OpenWriter(string path)
    {
        var hasLog = new FileInfo(path + "-wal") is { Exists: true, Length: > 0 };
        var database = Open(path, SqliteApi.OpenReadWrite | SqliteApi.OpenCreate);
        if (hasLog)
        {
            database.CheckpointOnClose(false);
        }

        return database;
    }

    /// <summary>Throws if what is open cannot be written, which else shows at the first write.</summary>
    public void EnsureWritable() => Check(SqliteApi.IsReadOnly(handle, "main") == 0 ? SqliteApi.Ok : SqliteApi.ReadOnly);

    /// <summary>Lets the close move what is in the log into the file. Not before it is clear that the file is to be used: until then nothing in it may change.</summary>
    public void CheckpointOnClose(bool does = true) => Check(SqliteApi.CheckpointOnClose(handle, does));

    /// <summary>Opens for reading what is committed.</summary>
    public static Database OpenReader(string path)
    {
        var database = Open(path, SqliteApi.OpenReadOnly);
        database.Execute("PRAGMA cache_size = -2000");
        return database;
    }

    public Statement Prepare(string sql)
    {
        var prepared = new Statement(this, Compile(sql, SqliteApi.PreparePersistent));
        statements.Add(prepared);
        return prepared;
    }

    public void Execute(string sql) => Check(SqliteApi.Execute(handle, sql, 0, 0, 0));

    public long Scalar(string sql)
    {
        using var statement = new Statement(this, Compile(sql, 0));
        return statement.Step() ? statement.Int64(0) : 0;
    }

    public string? ScalarText(string sql)
    {
        using var statement = new Statement(this, Compile(sql, 0));
        return statement.Step() ? statement.Text(0) : null;
    }

    public int Changes => SqliteApi.Changes(handle);

    /// <summary>How many rows were written and deleted since it was opened.</summary>
    public int TotalChanges => SqliteApi.TotalChanges(handle);

    /// <summary>How many bytes of texts and blobs its statements were given.</summary>
    public long Bound { get; set; }

    public void Check(int code)
    {
        if (code is SqliteApi.Ok or SqliteApi.Row or SqliteApi.Done)
        {
            return;
        }

        var message = SqliteApi.TextOf(SqliteApi.ErrorMessage(handle));
        throw new StoreException($"SQLite failed on '{Path}': {message} (code {code}).", code);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref closed, 1) != 0)
        {
            return;
        }

        foreach (var statement in statements)
        {
            statement.Dispose();
        }

        statements.Clear();
        _ = SqliteApi.Close(handle);
    }

    private static Database Open(string path, int flags)
    {
        _ = SqliteLibrary.Version;
        var code = SqliteApi.Open(path, out var handle, flags | SqliteApi.OpenNoMutex, 0);
        if (code != SqliteApi.Ok)
        {
            var reason = SqliteApi.TextOf(SqliteApi.ErrorText(code));
            _ = SqliteApi.Close(handle);
            throw new StoreException($"The database '{path}' cannot be opened: {reason}.", code);
        }

        _ = SqliteApi.ExtendedResultCodes(handle, 1);
        _ = SqliteApi.BusyTimeout(handle, 5000);
        return new Database(handle, path);
    }

    private nint Compile(string sql, uint flags)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(sql))
        {
            Check(SqliteApi.Prepare(handle, text, Encoding.UTF8.GetByteCount(sql), flags, out var statement, 0));
            return statement;
        }
    }
}
