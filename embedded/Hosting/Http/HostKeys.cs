// Authority: the key file in the data directory. It is written once, whole, under a temporary name with owner-only rights, and renamed; a crash before the
// rename leaves no key, and the next start makes another one, which is then the first that anybody has seen.
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Options;
using Work.Embedded.Hosting.Functions;
using Work.Embedded.Hosting.Setup;

namespace Work.Embedded.Hosting.Http;

/// <summary>The host's key: who may call functions that are not anonymous. On loopback nobody is asked.</summary>
internal sealed class HostKeys
{
    private const string Header = "x-functions-key";
    private const int KeyBytes = 32;
    private readonly byte[]? expected;

    public HostKeys(IOptions<EmbeddedOptions> options)
    {
        if (!options.Value.KeysAreRequired)
        {
            return;
        }

        FilePath = Path.Combine(options.Value.DataPath, "host.key");
        var key = File.Exists(FilePath) ? File.ReadAllText(FilePath).Trim() : MadeNow = Make(FilePath);
        expected = Digest(key);
    }

    public bool AreRequired => expected is not null;

    /// <summary>Where the key is kept; null when none is asked.</summary>
    public string? FilePath { get; }

    /// <summary>The key when this start made it, to be shown once; else null.</summary>
    public string? MadeNow { get; }

    public bool MayCall(Function function, HttpRequest request)
    {
        if (expected is null || ((HttpTriggerAttribute)function.Trigger).AuthLevel == AuthorizationLevel.Anonymous)
        {
            return true;
        }

        var given = request.Headers.TryGetValue(Header, out var header) ? header.ToString() : request.Query["code"].ToString();
        return CryptographicOperations.FixedTimeEquals(Digest(given), expected);
    }

    // Digests have one length, so the comparison's time says nothing of the key's.
    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static string Make(string path)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)).Replace('+', '-').Replace('/', '_').TrimEnd('=');
        DurableFile.Write(path, Encoding.UTF8.GetBytes(key), ownerOnly: true);
        return key;
    }
}
