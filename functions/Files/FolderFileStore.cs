using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Work.Functions.Files;

/// <summary>
/// Files in a folder. The folder is the authority: there is no index beside it.
/// A whole file is written to a temporary of its own in <c>.store</c>, flushed, and renamed over the name, then the folder is flushed. A crash before the
/// rename leaves a temporary, which the next start sweeps; a crash after it leaves the new file under a name that the power cut may still take back,
/// which nobody was told of yet. Two writers of one name both succeed, and the later rename stays.
/// </summary>
public sealed class FolderFileStore : IFileStore
{
    private const string TemporaryEnding = ".tmp";

    private readonly FolderPaths paths;

    // One process owns the root, so its memory is lock enough; a lock on the file itself would follow the file through the commit's rename.
    private readonly ConcurrentDictionary<string, byte> openPartials = new(StringComparer.Ordinal);
    private long temporaries;

    /// <summary>Opens the store, making its folder when there is none.</summary>
    /// <exception cref="InvalidOperationException">No root is configured.</exception>
    public FolderFileStore(IOptions<FileStoreOptions> options)
    {
        var root = options.Value.Root;
        if (string.IsNullOrWhiteSpace(root))
        {
            throw new InvalidOperationException($"{FileStoreOptions.Section}:{nameof(FileStoreOptions.Root)} is empty: the file store needs a folder.");
        }

        paths = new FolderPaths(root);
        DurableFolder.Create(paths.Own);
        SweepTemporaries();
    }

    /// <inheritdoc/>
    public Task<StoredFile?> FindAsync(string name, CancellationToken cancellation = default)
    {
        var file = new FileInfo(paths.OfFile(name));
        return Task.FromResult(file.Exists ? Describe(name, file) : null);
    }

    /// <inheritdoc/>
    public Task<Stream> OpenReadAsync(string name, CancellationToken cancellation = default)
    {
        var path = paths.OfFile(name);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no stored file '{name}'.", name);
        }

        return Task.FromResult<Stream>(new FileStream(path, new FileStreamOptions
        {
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
        }));
    }

    /// <inheritdoc/>
    public async Task<StoredFile> WriteAsync(string name, Func<Stream, CancellationToken, Task> write, CancellationToken cancellation = default)
    {
        var target = paths.OfFile(name);
        var temporary = Path.Combine(paths.Own, Interlocked.Increment(ref temporaries) + TemporaryEnding);
        try
        {
            await using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 65_536, useAsync: true))
            {
                await write(stream, cancellation);
                await stream.FlushAsync(cancellation);
                stream.Flush(flushToDisk: true);
            }

            return Publish(temporary, target, name);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<PartialFile> OpenPartialAsync(string name, CancellationToken cancellation = default)
    {
        var target = paths.OfFile(name);
        var path = paths.OfPartial(name);
        if (!openPartials.TryAdd(path, 0))
        {
            throw new IOException($"The partial file '{name}' is in use.");
        }

        try
        {
            return Task.FromResult<PartialFile>(new FolderPartialFile(
                name, path, source => Publish(source, target, name), () => openPartials.TryRemove(path, out _)));
        }
        catch
        {
            openPartials.TryRemove(path, out _);
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<bool> DeleteAsync(string name, CancellationToken cancellation = default)
    {
        var path = paths.OfFile(name);
        if (!File.Exists(path))
        {
            return Task.FromResult(false);
        }

        File.Delete(path);
        DurableFolder.Flush(Path.GetDirectoryName(path)!);
        return Task.FromResult(true);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredFile> ListAsync(string prefix = "", [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await Task.CompletedTask;
        foreach (var file in Walk(new DirectoryInfo(paths.Root), "", prefix))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return file;
        }
    }

    private static StoredFile Describe(string name, FileInfo file)
    {
        var modifiedAt = new DateTimeOffset(file.LastWriteTimeUtc);
        return new StoredFile(name, file.Length, $"\"{modifiedAt.UtcTicks:x}-{file.Length:x}\"", modifiedAt);
    }

    private static StoredFile Publish(string source, string target, string name)
    {
        var folder = Path.GetDirectoryName(target)!;
        try
        {
            DurableFolder.Create(folder);
            if (Directory.Exists(target))
            {
                throw new FileRefusedException($"The file name '{name}' is taken by a folder of other files.");
            }
        }
        catch (IOException fault) when (fault is not FileRefusedException && IsBelowFile(folder))
        {
            throw new FileRefusedException($"The file name '{name}' lies below a name that is taken by a file.", fault);
        }

        File.Move(source, target, overwrite: true);
        DurableFolder.Flush(folder);
        return Describe(name, new FileInfo(target));
    }

    private static bool IsBelowFile(string? folder)
    {
        for (; folder is not null && !Directory.Exists(folder); folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(folder))
            {
                return true;
            }
        }

        return false;
    }

    // Folders are ordered with their slash, since that is what comes next in the names of their files.
    private static IEnumerable<StoredFile> Walk(DirectoryInfo folder, string above, string prefix)
    {
        var entries = folder.EnumerateFileSystemInfos()
            .Where(entry => entry.LinkTarget is null)
            .Select(entry => (Entry: entry, Name: above + entry.Name + (entry is DirectoryInfo ? "/" : "")))
            .Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal) || prefix.StartsWith(entry.Name, StringComparison.Ordinal))
            .Where(entry => entry.Name != FileNames.ReservedSegment + "/")
            .OrderBy(entry => entry.Name, StringComparer.Ordinal);
        foreach (var (entry, name) in entries)
        {
            if (entry is FileInfo file && name.StartsWith(prefix, StringComparison.Ordinal))
            {
                yield return Describe(name, file);
            }

            foreach (var below in entry is DirectoryInfo deeper ? Walk(deeper, name, prefix) : [])
            {
                yield return below;
            }
        }
    }

    // Those that are locked belong to a live writer, should another store have the same root.
    private void SweepTemporaries()
    {
        foreach (var path in Directory.EnumerateFiles(paths.Own, "*" + TemporaryEnding))
        {
            try
            {
                new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.None).Dispose();
                File.Delete(path);
            }
            catch (IOException)
            {
                continue;
            }
        }
    }
}
