using System.Text.RegularExpressions;

namespace Work.Model;

/// <summary>The names of scopes: a device, a tenant, a site. They become parts of ids, so they have what every backend takes there.</summary>
public static partial class ScopeNames
{
    /// <summary>What a name looks like.</summary>
    public const string Pattern = "[A-Za-z0-9][A-Za-z0-9._:@-]{0,99}";

    /// <summary>Whether a text is a name of a scope.</summary>
    public static bool IsValid(string? text) => text is not null && Name().IsMatch(text);

    [GeneratedRegex($@"^{Pattern}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
