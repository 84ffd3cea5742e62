using System.Security.Cryptography;
using System.Text.Json;

namespace Work.Model;

/// <summary>Names what a reader has seen of a work: the same name for the same view, another for any other, on every host and after every restart.</summary>
public static class WorkVersions
{
    private const int Letters = 32;

    /// <summary>The version of a view.</summary>
    public static string Of(WorkInfo work) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(work, WorkJson.Options)))[..Letters];
}
