// Authority: the tenant's signature. Nothing that a token says counts before its signature holds under a key of the tenant, by the one algorithm that the tenant uses;
// what the token's own head names (another algorithm, none, a key of its own) is never followed.
using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Work.Functions.Host;

namespace Work.Functions.Callers;

/// <summary>Checks bearer tokens: signature, issuer, audience, lifetime.</summary>
internal sealed class TokenCheck(TenantKeys keys, IOptions<EntraOptions> options, RealTime time)
{
    /// <summary>How far the clocks of issuer and host may be apart.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    private const int LongestToken = 16 * 1024;
    private const string NotOne = "The token is not a signed JWT.";
    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = LongestToken };

    /// <summary>Checks a token; null when it cannot be, because the tenant's keys are not known.</summary>
    public async Task<CheckedToken?> CheckAsync(string token, CancellationToken cancellation)
    {
        if (!TryRead(token, out JsonWebToken read))
        {
            return Refused(NotOne);
        }

        if (read.Alg != SecurityAlgorithms.RsaSha256 || read.TryGetHeaderValue("crit", out object? _) || string.IsNullOrEmpty(read.Kid))
        {
            return Refused("The token is not signed as the tenant signs: RS256, with a key that it names.");
        }

        if (await keys.FindAsync(read.Kid, cancellation) is not { } known)
        {
            return null;
        }

        TokenValidationResult result = await _handler.ValidateTokenAsync(read, Rules(known));
        return result.IsValid ? new CheckedToken(CallerOf(read), null) : Refused(FaultOf(result.Exception));
    }

    private static bool TryRead(string token, out JsonWebToken read)
    {
        read = null!;
        try
        {
            if (token.Length <= LongestToken && token.Count(letter => letter == '.') == 2)
            {
                read = new JsonWebToken(token);
            }
        }
        catch (ArgumentException)
        {
            // Not base64url, or not JSON.
        }

        return read is not null;
    }

    private TokenValidationParameters Rules(IssuerKeys known) => new()
    {
        ValidIssuer = known.Issuer,
        ValidAudience = options.Value.Audience,
        IssuerSigningKeys = known.Keys,
        TryAllIssuerSigningKeys = false,
        ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        RequireAudience = true,
        ValidateIssuerSigningKey = true,
        IgnoreTrailingSlashWhenValidatingAudience = false,
        LifetimeValidator = (from, to, _, _) => IsInTime(from, to),
    };

    private bool IsInTime(DateTime? from, DateTime? to)
    {
        DateTime now = time.GetUtcNow().UtcDateTime;
        return to is null ? throw new SecurityTokenNoExpirationException()
            : now > to.Value + Skew ? throw new SecurityTokenExpiredException()
            : from is not null && now < from.Value - Skew ? throw new SecurityTokenNotYetValidException()
            : true;
    }

    private Caller CallerOf(JsonWebToken token) => new(
        token.TryGetPayloadValue("oid", out string? id) ? id ?? "" : token.Subject ?? "",
        token.Claims.Where(claim => claim.Type == "roles").Select(claim => claim.Value).ToFrozenSet(StringComparer.Ordinal),
        new DateTimeOffset(token.ValidTo, TimeSpan.Zero) + Skew,
        time);

    private static CheckedToken Refused(string fault) => new(null, fault);

    private static string FaultOf(Exception exception) => exception switch
    {
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet.",
        SecurityTokenNoExpirationException => "The token never expires; such ones are not taken.",
        SecurityTokenInvalidIssuerException => "The token is of another issuer.",
        SecurityTokenInvalidAudienceException => "The token is for another audience.",
        SecurityTokenSignatureKeyNotFoundException => "The token is signed with a key that the tenant does not publish.",
        SecurityTokenInvalidSignatureException => "The token's signature does not hold.",
        _ => "The token is not valid.",
    };
}
