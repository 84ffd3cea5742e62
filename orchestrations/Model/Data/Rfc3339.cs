using System.Globalization;
using System.Text.RegularExpressions;

namespace Work.Model;

/// <summary>Instants as the API writes and reads them: RFC 3339, always in UTC on output.</summary>
public static partial class Rfc3339
{
    /// <summary>Reads an RFC 3339 instant; an offset other than <c>Z</c> is converted to UTC. False without an offset or a time.</summary>
    public static bool TryParse(string? text, out DateTimeOffset value)
    {
        value = default;
        return text is not null
            && Form().IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out value);
    }

    /// <summary>Writes the instant in UTC with <c>Z</c>, with as many digits of the second as it needs. <see cref="TryParse"/> reads it back.</summary>
    public static string Format(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
