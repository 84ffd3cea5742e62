namespace Work.Embedded.Storage;

/// <summary>The store could not be opened, read or written. The message says which file, and what to do.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Without a message.</summary>
    public StoreException() { }

    /// <summary>With what went wrong.</summary>
    public StoreException(string message) : base(message) { }

    /// <summary>With what went wrong and why.</summary>
    public StoreException(string message, Exception innerException) : base(message, innerException) { }

    internal StoreException(string message, int resultCode) : base(message) => ResultCode = resultCode;

    /// <summary>SQLite's result code, 0 when the failure was not SQLite's.</summary>
    public int ResultCode { get; }

    /// <summary>Whether a later attempt may succeed without anybody's doing: the store is in use, or out of reach.</summary>
    internal bool MayPass =>
        (ResultCode & 0xff) is SqliteApi.Busy or SqliteApi.Locked or SqliteApi.CannotOpen or SqliteApi.IoError
        || InnerException is IOException or UnauthorizedAccessException;

    /// <summary>Whether the file itself is damaged, so that no later attempt can succeed.</summary>
    public bool IsCorruption => (ResultCode & 0xff) is SqliteApi.Corrupt or SqliteApi.NotADatabase;
}
