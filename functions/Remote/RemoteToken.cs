using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Work.Functions.Remote;

/// <summary>
/// Names one run to who runs it outside the process. Signed with the hub's secret, so that nobody can name a run that was not given to them, and that
/// an old name is told from a wrong one without being kept.
/// </summary>
/// <param name="IsLease">Whether it is of a lease; else it is of a callback. One cannot be used as the other.</param>
/// <param name="Instance">The instance that owns the work.</param>
/// <param name="Index">The work's position there.</param>
/// <param name="Attempt">The run: no other one can be ended by this token.</param>
/// <param name="Period">The period that the run belongs to; 0 for one-time work.</param>
/// <param name="LeaseFor">How long the lease was taken for, which is also what it is renewed for by default; zero for a callback.</param>
public sealed record RemoteToken(bool IsLease, string Instance, int Index, int Attempt, int Period, TimeSpan LeaseFor)
{
    private const int SignatureBytes = 16;

    /// <summary>The token as text: letters, digits, - and _.</summary>
    public string ToText(byte[] secret)
    {
        byte[] said = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{(IsLease ? 'l' : 'c')}|{Instance}|{Index}|{Attempt}|{Period}|{LeaseFor.Ticks}"));
        return WebEncoders.Base64UrlEncode([.. Sign(secret, said), .. said]);
    }

    /// <summary>Reads a token; null when this hub never gave it out.</summary>
    public static RemoteToken? Parse(string text, byte[] secret)
    {
        byte[] bytes;
        try
        {
            bytes = WebEncoders.Base64UrlDecode(text);
        }
        catch (FormatException)
        {
            return null;
        }

        ReadOnlySpan<byte> said = bytes.AsSpan(Math.Min(SignatureBytes, bytes.Length));
        return bytes.Length > SignatureBytes && CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, SignatureBytes), Sign(secret, said)) ? Of(Encoding.UTF8.GetString(said).Split('|')) : null;
    }

    private static RemoteToken Of(string[] parts) => new(
        parts[0] == "l",
        parts[1],
        int.Parse(parts[2], CultureInfo.InvariantCulture),
        int.Parse(parts[3], CultureInfo.InvariantCulture),
        int.Parse(parts[4], CultureInfo.InvariantCulture),
        TimeSpan.FromTicks(long.Parse(parts[5], CultureInfo.InvariantCulture)));

    private static ReadOnlySpan<byte> Sign(byte[] secret, ReadOnlySpan<byte> said) => HMACSHA256.HashData(secret, said).AsSpan(0, SignatureBytes);
}
