using Microsoft.Extensions.Options;

namespace Work.Embedded.Hosting.Http;

/// <summary>How many bytes of bodies are in the host at once. A body counts as far as it has come, until its request is answered: what a caller only announces costs nothing.</summary>
internal sealed class BodyBudget(IOptions<EmbeddedOptions> options)
{
    private readonly long most = options.Value.MaxBodyBytesAtOnce;
    private long held;

    /// <summary>Takes so many more; false when that is too many, and then they count all the same until they are given back.</summary>
    public bool Take(long bytes) => Interlocked.Add(ref held, bytes) <= most;

    public void GiveBack(long bytes) => Interlocked.Add(ref held, -bytes);
}
