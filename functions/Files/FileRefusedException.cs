namespace Work.Functions.Files;

/// <summary>The store will not touch this name: it breaks the rule for names, leads out of the store, or is taken by a folder. Another try changes nothing.</summary>
public sealed class FileRefusedException : IOException
{
    /// <summary>Refuses a name.</summary>
    public FileRefusedException(string message)
        : base(message)
    {
    }

    /// <summary>Refuses a name because of a fault below.</summary>
    public FileRefusedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Refuses a name without a word.</summary>
    public FileRefusedException()
    {
    }
}
