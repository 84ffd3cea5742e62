using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Work.Functions.Tests.Callers;

/// <summary>A key that a tenant signs with, unlike all others that are in use; making a pair takes long, so who comes later takes one that was laid down. Tokens are put together by hand, so that the library which reads them does not also write them.</summary>
internal sealed class TenantKey(string id) : IDisposable
{
    private static readonly ConcurrentBag<RSA> LaidDown = [];

    private readonly RSA _rsa = LaidDown.TryTake(out RSA? pair) ? pair : RSA.Create(2048);

    public string Id { get; } = id;

    public JsonObject Published
    {
        get
        {
            RSAParameters key = _rsa.ExportParameters(includePrivateParameters: false);
            return new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["kid"] = Id,
                ["n"] = Base64Url.EncodeToString(key.Modulus),
                ["e"] = Base64Url.EncodeToString(key.Exponent),
            };
        }
    }

    public static string Parts(JsonObject head, JsonObject payload) =>
        $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(head.ToJsonString()))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.ToJsonString()))}";

    public string Sign(JsonObject payload, JsonObject? head = null)
    {
        string parts = Parts(head ?? Head("RS256"), payload);
        return $"{parts}.{Base64Url.EncodeToString(_rsa.SignData(Encoding.ASCII.GetBytes(parts), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    /// <summary>The well-known forgery: an HMAC whose secret is the public key, for a reader that lets the token choose the algorithm.</summary>
    public string SignWithThePublicKeyAsSecret(JsonObject payload)
    {
        string parts = Parts(Head("HS256"), payload);
        byte[] secret = Encoding.ASCII.GetBytes(_rsa.ExportSubjectPublicKeyInfoPem());
        return $"{parts}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(parts)))}";
    }

    public JsonObject Head(string algorithm) => new() { ["typ"] = "JWT", ["alg"] = algorithm, ["kid"] = Id };

    public void Dispose() => LaidDown.Add(_rsa);
}
