namespace Work.Functions.Files;

/// <summary>The store could not be reached, or did not serve: what was asked may have been done or not, and another try may mend it. The message names no account, and may be shown to callers.</summary>
public sealed class FileStoreUnavailableException : IOException
{
    /// <summary>Says what was not served.</summary>
    public FileStoreUnavailableException(string message)
        : base(message)
    {
    }

    /// <summary>Says what was not served because of a fault below.</summary>
    public FileStoreUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Says nothing.</summary>
    public FileStoreUnavailableException()
    {
    }
}
