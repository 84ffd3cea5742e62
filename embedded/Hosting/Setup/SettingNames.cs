using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace Work.Embedded.Hosting.Setup;

/// <summary>Puts settings in the place of <c>%Name%</c>.</summary>
internal sealed partial class SettingNames(IConfiguration configuration)
{
    /// <exception cref="InvalidOperationException">A named setting does not exist.</exception>
    public string Resolve(string text) => text.Contains('%', StringComparison.Ordinal)
        ? Name().Replace(text, match => Value(match.Groups[1].Value))
        : text;

    // Environment variables reach the configuration with ':' for '__'.
    private string Value(string name) =>
        configuration[name] ?? configuration[name.Replace("__", ":", StringComparison.Ordinal)]
        ?? throw new InvalidOperationException($"The setting '%{name}%' is used by a function and does not exist.");

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Name();
}
