using System.Buffers;
using System.Text;

namespace Work.Embedded.Storage;

/// <summary>A prepared statement. Parameters are numbered from 1, columns from 0, as in SQLite. Its database disposes it.</summary>
internal sealed unsafe class Statement(Database database, nint handle) : IDisposable
{
    private const int StackBytes = 1024;
    private static readonly byte[] Nothing = new byte[1];
    private nint handle = handle;

    public Statement Bind(int index, long value)
    {
        database.Check(SqliteApi.BindInt64(handle, index, value));
        return this;
    }

    public Statement Bind(int index, long? value) => value is { } known ? Bind(index, known) : BindNull(index);

    public Statement Bind(int index, string? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        var rented = most > StackBytes ? ArrayPool<byte>.Shared.Rent(most) : null;
        var buffer = rented ?? stackalloc byte[StackBytes];
        var length = Encoding.UTF8.GetBytes(value, buffer);
        int code;
        fixed (byte* text = buffer)
        {
            code = SqliteApi.BindText(handle, index, text, length, SqliteApi.Transient);
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        database.Check(code);
        database.Bound += length;
        return this;
    }

    public Statement Bind(int index, byte[]? value)
    {
        if (value is null)
        {
            return BindNull(index);
        }

        return Bind(index, value.AsSpan());
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        // An empty blob still needs an address: a null pointer would bind NULL.
        fixed (byte* bytes = value.IsEmpty ? Nothing : value)
        {
            database.Check(SqliteApi.BindBlob(handle, index, bytes, value.Length, SqliteApi.Transient));
        }

        database.Bound += value.Length;
        return this;
    }

    public Statement BindNull(int index)
    {
        database.Check(SqliteApi.BindNull(handle, index));
        return this;
    }

    /// <summary>Goes to the next row; false when there is none, and the statement is then ready to run again.</summary>
    public bool Step()
    {
        var code = SqliteApi.Step(handle);
        if (code == SqliteApi.Row)
        {
            return true;
        }

        _ = SqliteApi.Reset(handle);
        database.Check(code);
        return false;
    }

    /// <summary>Runs a statement that returns no rows and says how many rows it changed.</summary>
    public int Run()
    {
        while (Step())
        {
        }

        return database.Changes;
    }

    public void Reset() => _ = SqliteApi.Reset(handle);

    public bool IsNull(int column) => SqliteApi.ColumnType(handle, column) == SqliteApi.TypeNull;

    public long Int64(int column) => SqliteApi.ColumnInt64(handle, column);

    public int Int32(int column) => (int)SqliteApi.ColumnInt64(handle, column);

    public long? NullableInt64(int column) => IsNull(column) ? null : Int64(column);

    public string? Text(int column)
    {
        var text = SqliteApi.ColumnText(handle, column);
        return text is null ? null : Encoding.UTF8.GetString(text, SqliteApi.ColumnBytes(handle, column));
    }

    public byte[]? Blob(int column)
    {
        if (IsNull(column))
        {
            return null;
        }

        var bytes = SqliteApi.ColumnBlob(handle, column);
        return bytes is null ? [] : new ReadOnlySpan<byte>(bytes, SqliteApi.ColumnBytes(handle, column)).ToArray();
    }

    public void Dispose()
    {
        _ = SqliteApi.FinalizeStatement(handle);
        handle = 0;
    }
}
