using Work.Benchmarks.Host;
using Work.Embedded.Storage;

namespace Work.Benchmarks.Micro;

/// <summary>A store in a folder of its own on disk, which goes with it.</summary>
internal sealed class MicroStore
{
    private static int made;

    private readonly string folder = Path.Combine(Machine.NewFolder(null), $"{Interlocked.Increment(ref made)}");

    public MicroStore() => Store = Store.Open(Directory.CreateDirectory(folder).FullName, TimeProvider.System.GetUtcNow(), null);

    /// <summary>The open store.</summary>
    public Store Store { get; }

    /// <summary>Closes it and removes its folder.</summary>
    public void Remove()
    {
        Store.CloseAsync().GetAwaiter().GetResult();
        string parent = Path.GetDirectoryName(folder)!;
        Directory.Delete(folder, recursive: true);
        if (!Directory.EnumerateFileSystemEntries(parent).Any())
        {
            Directory.Delete(parent);
        }
    }
}
