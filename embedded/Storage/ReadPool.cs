using System.Collections.Concurrent;

namespace Work.Embedded.Storage;

/// <summary>Connections for reading, one for each read that runs at the same time.</summary>
internal sealed class ReadPool(string path) : IDisposable
{
    private readonly ConcurrentBag<InstanceReader> free = [];
    private volatile bool closed;

    public T Read<T>(Func<InstanceReader, T> read)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        if (!free.TryTake(out var reader))
        {
            reader = new InstanceReader(Database.OpenReader(path));
        }

        try
        {
            var result = read(reader);
            Return(reader);
            return result;
        }
        catch
        {
            // A read that threw may have left a statement open, which would hold its snapshot for ever.
            reader.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        closed = true;
        while (free.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private void Return(InstanceReader reader)
    {
        free.Add(reader);
        if (closed)
        {
            Dispose();
        }
    }
}
