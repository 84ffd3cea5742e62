namespace Work.Functions.Workers;

/// <summary>The error types of the built-in workers: stable, for programs to tell failures apart.</summary>
public static class ErrorTypes
{
    /// <summary>The input cannot be taken; the message names every fault of it.</summary>
    public const string InvalidInput = "invalidInput";

    /// <summary>The address may not be called from here.</summary>
    public const string AddressRefused = "addressRefused";

    /// <summary>No connection, no answer in time, or the connection was cut.</summary>
    public const string NoConnection = "noConnection";

    /// <summary>The answer's status says no.</summary>
    public const string UnexpectedStatus = "unexpectedStatus";

    /// <summary>The answer redirects further than the worker follows.</summary>
    public const string RedirectRefused = "redirectRefused";

    /// <summary>The answer does not hold to its own format.</summary>
    public const string InvalidAnswer = "invalidAnswer";

    /// <summary>The answer's body is larger than an output may be.</summary>
    public const string AnswerTooLarge = "answerTooLarge";

    /// <summary>The answer says that it will call back, and the call carried no address for that.</summary>
    public const string NoCallback = "noCallback";

    /// <summary>No storage account is configured.</summary>
    public const string NoStorage = "noStorage";

    /// <summary>The message is larger than a queue takes.</summary>
    public const string MessageTooLarge = "messageTooLarge";

    /// <summary>The other side said failure or retry outright, without an error of its own.</summary>
    public const string RemoteResult = "remoteResult";

    /// <summary>The file's SHA-256 is not the one that was asked for.</summary>
    public const string HashMismatch = "hashMismatch";

    /// <summary>There is no such stored file.</summary>
    public const string FileMissing = "fileMissing";

    /// <summary>The file store will not touch that name.</summary>
    public const string FileRefused = "fileRefused";

    /// <summary>The file store failed or is out of reach, for the worker's files or for inputs and outputs, or another run has the file open. The work is tried again.</summary>
    public const string FileStoreFault = "fileStoreFault";
}
