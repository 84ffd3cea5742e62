using SQLitePCL;

namespace Work.Embedded.Storage;

/// <summary>One connection to a SQLite file. Not thread-safe: one thread at a time.</summary>
internal sealed class Database : IDisposable
{
    private readonly sqlite3 handle;
    private readonly List<Statement> statements = [];

    private Database(sqlite3 handle, string path)
    {
        this.handle = handle;
        Path = path;
    }

    public string Path { get; }

    /// <summary>Opens for writing, creating the file when it is absent.</summary>
    public static Database OpenWriter(string path)
    {
        var database = Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        return database;
    }

    /// <summary>Opens for reading what is committed.</summary>
    public static Database OpenReader(string path)
    {
        var database = Open(path, raw.SQLITE_OPEN_READONLY);
        database.Execute("PRAGMA mmap_size = 268435456");
        database.Execute("PRAGMA cache_size = -2000");
        return database;
    }

    public Statement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out var statement);
        Check(code);
        var prepared = new Statement(this, statement);
        statements.Add(prepared);
        return prepared;
    }

    public void Execute(string sql) => Check(raw.sqlite3_exec(handle, sql));

    public long Scalar(string sql)
    {
        using var statement = new Statement(this, PrepareOnce(sql));
        return statement.Step() ? statement.Int64(0) : 0;
    }

    public string? ScalarText(string sql)
    {
        using var statement = new Statement(this, PrepareOnce(sql));
        return statement.Step() ? statement.Text(0) : null;
    }

    public int Changes => raw.sqlite3_changes(handle);

    /// <summary>How many rows were written and deleted since it was opened.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(handle);

    public void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE)
        {
            return;
        }

        var message = raw.sqlite3_errmsg(handle).utf8_to_string();
        throw new StoreException($"SQLite failed on '{Path}': {message} (code {code}).", code);
    }

    public void Dispose()
    {
        foreach (var statement in statements)
        {
            statement.Dispose();
        }

        statements.Clear();
        _ = raw.sqlite3_close_v2(handle);
    }

    private static Database Open(string path, int flags)
    {
        _ = SqliteLibrary.Version;
        var code = raw.sqlite3_open_v2(path, out var handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            var reason = raw.sqlite3_errstr(code).utf8_to_string();
            _ = raw.sqlite3_close_v2(handle);
            throw new StoreException($"The database '{path}' cannot be opened: {reason}.", code);
        }

        _ = raw.sqlite3_extended_result_codes(handle, 1);
        _ = raw.sqlite3_busy_timeout(handle, 5000);
        return new Database(handle, path);
    }

    private sqlite3_stmt PrepareOnce(string sql)
    {
        Check(raw.sqlite3_prepare_v2(handle, sql, out var statement));
        return statement;
    }
}
