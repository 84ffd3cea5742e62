namespace Microsoft.DurableTask;

/// <summary>A query's results, fetched a page at a time while they are read.</summary>
/// <typeparam name="T">What is listed.</typeparam>
public abstract class AsyncPageable<T> : IAsyncEnumerable<T>
    where T : notnull
{
    /// <summary>The results in pages.</summary>
    /// <param name="continuationToken">Where to go on; null starts at the beginning.</param>
    /// <param name="pageSizeHint">How many are wanted in a page; the backend may return fewer.</param>
    public abstract IAsyncEnumerable<Page<T>> AsPages(string? continuationToken = default, int? pageSizeHint = default);

    /// <summary>The results one by one.</summary>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (Page<T> page in AsPages().WithCancellation(cancellationToken))
        {
            foreach (T value in page.Values)
            {
                yield return value;
            }
        }
    }
}
