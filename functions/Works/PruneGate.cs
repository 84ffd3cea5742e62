namespace Work.Functions.Works;

/// <summary>
/// Keeps a prune and the enqueue of work that names what is being pruned from passing each other: an enqueue holds a share while it notes what it needs and looks
/// whether that is there, a prune holds all while it looks for notes and removes. So either the prune finds the note, or the enqueue finds nothing. The start of a
/// chosen id holds a share too, so that what goes with the old work of the id is not what the new one needs.
/// In one process; between processes a few milliseconds are left, in which the dependent fails and says that its prerequisite is gone.
/// </summary>
public sealed class PruneGate : IDisposable
{
    private const int Shares = 64;

    private readonly SemaphoreSlim shares = new(Shares, Shares);
    private readonly SemaphoreSlim turn = new(1, 1);

    /// <summary>Takes a share; dispose it soon.</summary>
    public async Task<IDisposable> ShareAsync(CancellationToken cancellation)
    {
        await shares.WaitAsync(cancellation);
        return new Held(shares, 1);
    }

    /// <summary>Takes all shares.</summary>
    public async Task<IDisposable> AllAsync(CancellationToken cancellation)
    {
        int taken = 0;

        // Two who both have some of the shares would wait for each other.
        await turn.WaitAsync(cancellation);
        try
        {
            for (; taken < Shares; taken++)
            {
                await shares.WaitAsync(cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            new Held(shares, taken).Dispose();
            throw;
        }
        finally
        {
            turn.Release();
        }

        return new Held(shares, Shares);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        shares.Dispose();
        turn.Dispose();
    }

    private sealed class Held(SemaphoreSlim shares, int count) : IDisposable
    {
        public void Dispose()
        {
            if (count > 0)
            {
                shares.Release(count);
            }
        }
    }
}
