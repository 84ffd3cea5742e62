// Authority: the tenant's OIDC metadata. What is held here is a copy that lasts: it is looked at again when it is old, and when a token names a key that it lacks.
// Looks are bounded, whatever tokens come: one at a time, a pause after each. Who asks while the tenant cannot be reached is told so, and is let in by nothing else;
// a copy that could not be renewed for a day counts no more, since a key may have been withdrawn since.
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Work.Functions.Host;

namespace Work.Functions.Callers;

/// <summary>The keys that the tenant signs with at present.</summary>
internal sealed partial class TenantKeys(IOptions<EntraOptions> options, RealTime time, ILogger<TenantKeys> logger) : IDisposable
{
    /// <summary>How long a copy is taken as it is.</summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromHours(12);

    /// <summary>How long a copy counts that cannot be renewed.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromHours(24);

    /// <summary>The pause after a look, before a key that is missing leads to the next one.</summary>
    public static readonly TimeSpan PauseAfterLook = TimeSpan.FromMinutes(1);

    /// <summary>The pause after a look that failed.</summary>
    public static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(10);

    private const int LongestDocument = 1024 * 1024;
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(10);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = LookTimeout, MaxResponseContentBufferSize = LongestDocument };
    private readonly Lock _lock = new();
    private Task _look = Task.CompletedTask;
    private Copy? _copy;
    private long? _lookedAt;
    private bool _lookFailed;

    /// <summary>The issuer, and the keys of this id: none when the tenant publishes no such key. Null when it is not known what it publishes.</summary>
    public async Task<IssuerKeys?> FindAsync(string keyId, CancellationToken cancellation)
    {
        if (Known() is not { } known || !known.ByKeyId.Contains(keyId))
        {
            await LookUnlessJustDone().WaitAsync(cancellation);
        }
        else if (time.GetElapsedTime(known.ReadAt) > FreshFor)
        {
            // Nobody waits for a renewal: what is held still counts.
            _ = LookUnlessJustDone();
        }

        return Known() is { } copy ? new IssuerKeys(copy.Issuer, [.. copy.ByKeyId[keyId]]) : null;
    }

    public void Dispose() => _http.Dispose();

    private Copy? Known() => Volatile.Read(ref _copy) is { } copy && time.GetElapsedTime(copy.ReadAt) <= GoodFor ? copy : null;

    private Task LookUnlessJustDone()
    {
        lock (_lock)
        {
            bool isPause = _lookedAt is { } at && time.GetElapsedTime(at) < (_lookFailed ? PauseAfterFailure : PauseAfterLook);
            if (_look.IsCompleted && !isPause)
            {
                _look = LookAsync();
            }

            return _look;
        }
    }

    private async Task LookAsync()
    {
        // Off the lock of whoever asks, and never ended by the caller who happened to be first.
        await Task.Yield();
        bool failed = true;
        try
        {
            EntraOptions entra = options.Value;
            var retriever = new HttpDocumentRetriever(_http) { RequireHttps = entra.Instance.Scheme == "https" };
            OpenIdConnectConfiguration read = await OpenIdConnectConfigurationRetriever.GetAsync(entra.Metadata.AbsoluteUri, retriever, CancellationToken.None);
            failed = !IsOfTenant(read, entra);
            if (failed)
            {
                LogForeign(entra.Metadata, read.Issuer, read.SigningKeys.Count);
                return;
            }

            Volatile.Write(ref _copy, new Copy(read.Issuer, read.SigningKeys.Where(key => key.KeyId is not null).ToLookup(key => key.KeyId), time.GetTimestamp()));
        }
        catch (Exception e)
        {
            LogUnreachable(options.Value.Metadata, e.GetBaseException().Message);
        }
        finally
        {
            lock (_lock)
            {
                _lookFailed = failed;
                _lookedAt = time.GetTimestamp();
            }
        }
    }

    // A document of many tenants has a placeholder in its issuer; a document of another one names that.
    private static bool IsOfTenant(OpenIdConnectConfiguration read, EntraOptions entra) =>
        read.SigningKeys.Count > 0 && read.Issuer?.EndsWith($"/{entra.Tenant}/v2.0", StringComparison.OrdinalIgnoreCase) == true;

    private sealed record Copy(string Issuer, ILookup<string, SecurityKey> ByKeyId, long ReadAt);

    [LoggerMessage(LogLevel.Error, "The keys of callers could not be read from {Metadata}, so tokens cannot be checked by it: {Reason}")]
    private partial void LogUnreachable(Uri metadata, string reason);

    [LoggerMessage(LogLevel.Error, "{Metadata} is not the document of the tenant's keys: its issuer is {Issuer}, and it has {Count} keys.")]
    private partial void LogForeign(Uri metadata, string? issuer, int count);
}

/// <summary>Who signs, and with what.</summary>
internal sealed record IssuerKeys(string Issuer, IReadOnlyList<SecurityKey> Keys);
