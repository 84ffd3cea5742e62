using System.Runtime.CompilerServices;
using Work.Functions.Files;

namespace Work.Simulation.World;

/// <summary>What a disk holds of files; it outlives the processes of a story.</summary>
internal sealed class SimDisk
{
    public SortedDictionary<string, (byte[] Content, DateTimeOffset At, long Version)> Files { get; } = new(StringComparer.Ordinal);

    public long Versions { get; set; }
}

/// <summary>A file store in memory. Each operation ends at once, and a process may be killed before or after it; then its caller is never answered.</summary>
internal sealed class SimFiles(SimDisk disk, SimProcess process, Action<string> faultPoint) : IFileStore
{
    public Task<StoredFile?> FindAsync(string name, CancellationToken cancellation = default) =>
        Answer(() => disk.Files.TryGetValue(name, out (byte[] Content, DateTimeOffset At, long Version) file) ? Describe(name, file) : null);

    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellation = default) =>
        Answer<Stream>(() => disk.Files.TryGetValue(name, out (byte[] Content, DateTimeOffset At, long Version) file)
            ? new MemoryStream(file.Content, writable: false)
            : throw new FileNotFoundException($"There is no stored file '{name}'.", name));

    public async Task<StoredFile> WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default)
    {
        FileNames.Check(name);
        using var content = new MemoryStream();
        await write(content, cancellation);
        return await Change(() =>
        {
            var file = (content.ToArray(), process.Clock.Now, ++disk.Versions);
            disk.Files[name] = file;
            return Describe(name, file);
        });
    }

    public Task<PartialFile> OpenPartialAsync(string name, CancellationToken cancellation = default) =>
        throw new NotSupportedException("No worker of a story writes partial files.");

    public Task<bool> DeleteAsync(string name, CancellationToken cancellation = default) => Change(() => disk.Files.Remove(name));

    public async IAsyncEnumerable<StoredFile> ListAsync(string prefix = "", [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask;
        foreach (string name in disk.Files.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToList())
        {
            if (disk.Files.TryGetValue(name, out (byte[] Content, DateTimeOffset At, long Version) file))
            {
                yield return Describe(name, file);
            }
        }
    }

    private Task<T> Change<T>(Func<T> change)
    {
        faultPoint("before-file");
        if (process.IsDead)
        {
            return new TaskCompletionSource<T>().Task;
        }

        T changed = change();
        faultPoint("after-file");
        return process.IsDead ? new TaskCompletionSource<T>().Task : Task.FromResult(changed);
    }

    private Task<T> Answer<T>(Func<T> read)
    {
        if (process.IsDead)
        {
            return new TaskCompletionSource<T>().Task;
        }

        try
        {
            return Task.FromResult(read());
        }
        catch (Exception failure)
        {
            return Task.FromException<T>(failure);
        }
    }

    private static StoredFile Describe(string name, (byte[] Content, DateTimeOffset At, long Version) file) =>
        new(name, file.Content.Length, $"\"{file.Version:x}\"", file.At);
}
