using System.Security.Cryptography;
using System.Text;

namespace Work.Orchestrations;

/// <summary>Makes keys of entities from names that callers choose: not every store takes every character, nor every length.</summary>
internal static class EntityKeys
{
    private const int Letters = 40;

    /// <summary>The key of a name.</summary>
    internal static string Of(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..Letters];
}
