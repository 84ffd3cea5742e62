using System.Text.RegularExpressions;
using Infra.Tests.Facts;

namespace Infra.Tests.Rules;

/// <summary>Every GUID is a role that is known, and stands under that role's own name: a wrong GUID gives a wrong right, and no parser would tell.</summary>
internal static partial class RoleRule
{
    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) =>
        from file in files
        from declaration in file.Declarations
        let named = TokenReader.AllProperties(declaration.Flat).Where(property => property.Value.Count == 1).ToLookup(property => property.Value[0].Value, property => property.Name)
        from token in declaration.Flat
        where token.Kind == TokenKind.Text
        from id in Guid().Matches(token.Value).Select(match => match.Value)
        from fault in Judge(id, [.. named[id]])
        select file.Fault(token.Line, fault);

    private static IEnumerable<string> Judge(string id, string[] names)
    {
        if (!Roles.NameOf.TryGetValue(id, out var role))
        {
            yield return $"{id} is no role that is known";
        }
        else if (names.Length == 0 || names.Any(name => name != CamelCase(role)))
        {
            yield return $"{id} is {role} and must stand under the name {CamelCase(role)}";
        }
    }

    private static string CamelCase(string role) => char.ToLowerInvariant(role[0]) + role.Replace(" ", "", StringComparison.Ordinal)[1..];

    [GeneratedRegex("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")]
    private static partial Regex Guid();
}
