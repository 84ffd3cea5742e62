using System.Security.Cryptography;
using System.Text;

namespace Work.Embedded.Engine.Orchestrations;

/// <summary>Ids that follow from a name, so that a replay makes the same ones.</summary>
internal static class DeterministicGuid
{
    public static Guid From(string name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(name), hash);

        // RFC 9562 version 8: a hash of the maker's choice.
        hash[6] = (byte)((hash[6] & 0x0f) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3f) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
