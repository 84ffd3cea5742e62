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

    internal StoreException(string message, int resultCode) : base(message) => (ResultCode, IsBare) = (resultCode, true);

    private StoreException(string message, StoreException? cause) : base(message, cause) => ResultCode = cause?.ResultCode ?? SqliteApi.Corrupt;

    /// <summary>SQLite's result code, 0 when the failure was not SQLite's.</summary>
    public int ResultCode { get; }

    /// <summary>Whether the message is SQLite's alone.</summary>
    private bool IsBare { get; }

    /// <summary>Whether a later attempt may succeed without anybody's doing: the store is in use, or out of reach.</summary>
    internal bool MayPass =>
        (ResultCode & 0xff) is SqliteApi.Busy or SqliteApi.Locked or SqliteApi.CannotOpen or SqliteApi.IoError
        || InnerException is IOException or UnauthorizedAccessException;

    /// <summary>Whether there is no room on the disk: what is stored is safe, and nothing is added until there is room again.</summary>
    public bool IsDiskFull => (ResultCode & 0xff) == SqliteApi.Full;

    /// <summary>Whether the file itself is damaged, so that no later attempt can succeed.</summary>
    public bool IsCorruption => (ResultCode & 0xff) is SqliteApi.Corrupt or SqliteApi.NotADatabase;

    /// <summary>A file that cannot be relied on, and that nothing was done to.</summary>
    internal static StoreException Damaged(string path, string detail, StoreException? cause = null) =>
        new($"The database '{path}' is damaged, or is no database: {detail}. Nothing was changed: restore it from a backup, or move it away to start empty.", cause);

    /// <summary>The same failure, met while the database was being opened: what that means, and what to do.</summary>
    internal StoreException WhileOpening(string path) => (ResultCode & 0xff) switch
    {
        _ when MayPass || !IsBare => this,
        SqliteApi.Full => new StoreException($"There is no room on the disk of '{path}'. Nothing is lost: make room, and start again.", this),
        SqliteApi.ReadOnly => new StoreException($"The database '{path}' cannot be written. Give this process the right to write to it and to its folder; if it has that, the file is damaged: restore it from a backup.", this),
        _ => Damaged(path, Message.TrimEnd('.'), this),
    };
}
