using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Work.Model;

/// <summary>
/// The zones of the IANA database, as the system has them. Their rules change with its updates, so instants of the future are computed when
/// they are needed, and never inside an orchestrator, where a replay may see other rules.
/// </summary>
public static partial class TimeZones
{
    private static readonly string[] NotZones = ["localtime", "posixrules", "Factory", "Local"];

    /// <summary>The zone of an IANA name, such as <c>Europe/Berlin</c> or <c>UTC</c>; false when there is none.</summary>
    public static bool TryFind(string name, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return IanaName().IsMatch(name)
            && !NotZones.Contains(name, StringComparer.OrdinalIgnoreCase)
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out zone);
    }

    // Other systems' names have spaces, and files beside the database have dots or one of the two folders.
    [GeneratedRegex(@"^(?!posix/|right/)[A-Za-z][A-Za-z0-9_+\-]{0,31}(/[A-Za-z0-9_+\-]{1,31}){0,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex IanaName();
}
