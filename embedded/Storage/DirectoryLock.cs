using System.Globalization;

namespace Work.Embedded.Storage;

/// <summary>
/// One process owns a data directory. The operating system's lock on <c>engine.lock</c> is authoritative: it goes away with its process,
/// whatever kills it, so no lock is ever stale. <c>engine.owner</c> only names the owner for the message of refusal; it may be
/// out of date when nobody holds the lock.
/// </summary>
internal sealed class DirectoryLock : IDisposable
{
    private const int WouldBlock = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolationOnWindows = unchecked((int)0x80070020);
    private const string LockName = "engine.lock";
    private const string OwnerName = "engine.owner";
    private readonly FileStream held;

    private DirectoryLock(FileStream held) => this.held = held;

    /// <exception cref="StoreException">Another process, or another engine of this one, owns the directory.</exception>
    public static DirectoryLock Take(string directory, DateTimeOffset now)
    {
        var ownerPath = Path.Combine(directory, OwnerName);
        FileStream stream;
        try
        {
            Directory.CreateDirectory(directory);
            stream = new FileStream(Path.Combine(directory, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new StoreException($"The data directory '{directory}' cannot be written: {denied.Message}", denied);
        }
        catch (IOException held) when (held.HResult is WouldBlock or WouldBlockOnMac or SharingViolationOnWindows)
        {
            throw new StoreException(Refusal(directory, ownerPath, held), held);
        }
        catch (IOException failed)
        {
            throw new StoreException($"The data directory '{directory}' cannot be used: {failed.Message}", failed);
        }

        try
        {
            var owner = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName} since {now:u}");
            File.WriteAllText(ownerPath, owner);
        }
        catch (IOException)
        {
            // On a full disk, for example: the lock holds without its owner's name.
        }

        return new DirectoryLock(stream);
    }

    public void Dispose() => held.Dispose();

    private static string Refusal(string directory, string ownerPath, IOException refused)
    {
        string? owner = null;
        try
        {
            owner = File.ReadAllText(ownerPath);
        }
        catch (IOException)
        {
            // The owner is named where it can be; the refusal stands without it.
        }

        return owner is null
            ? $"The data directory '{directory}' cannot be locked: {refused.Message}"
            : $"The data directory '{directory}' is owned by {owner}. Stop that process, or choose another directory.";
    }
}
