using System.Security.Cryptography;

namespace Work.Client;

/// <summary>How the client reaches the host.</summary>
public sealed class WorkClientOptions
{
    /// <summary>The longest that the host lets a caller wait in one call.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>The address of the API, its prefix included: <c>http://127.0.0.1:7071/api</c>. Required, absolute.</summary>
    public Uri? BaseAddress { get; set; }

    /// <summary>The function key, sent in <c>x-functions-key</c>; null (the default) sends none.</summary>
    public string? FunctionKey { get; set; }

    /// <summary>
    /// Gives the token of Entra ID that a call is sent with, for a host that asks for one; null (the default) sends none. Called for each try, so it should give the
    /// same token again for as long as it is good, as <c>TokenCredential</c> of Azure.Identity does. What it throws is thrown by the call.
    /// </summary>
    public Func<CancellationToken, ValueTask<string>>? AccessToken { get; set; }

    /// <summary>How often a call is tried again after a connection failure, 429, 502, 503 or 504. Default 3; 0 never.</summary>
    public int MaxRetries { get; set; } = 3;

    /// <summary>The delay before the first retry, doubled for each further one; the host's <c>Retry-After</c> goes before. Default 200 ms.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest delay before a retry. When the host asks for a longer one, the call fails instead. Default 30 s.</summary>
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How long each call of <see cref="IWorkManager.WaitForFinishedAsync"/> waits. Default 30 s; over zero, at most <see cref="LongestWait"/>.
    /// </summary>
    public TimeSpan WaitPerCall { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Makes the idempotency key of each call that creates something: 1 to 255 ASCII characters, never the same twice. Default: 128 random bits.
    /// </summary>
    public Func<string> NewIdempotencyKey { get; set; } = () => RandomNumberGenerator.GetHexString(32, lowercase: true);

    // The prefix is kept only when it ends in a slash: that is how relative addresses work.
    internal Uri Root => BaseAddress!.AbsoluteUri.EndsWith('/') ? BaseAddress : new Uri(BaseAddress.AbsoluteUri + "/");
}
