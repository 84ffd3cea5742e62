using System.Text.RegularExpressions;

namespace Infra.Tests.Rules;

/// <summary>Nothing asks for a key, holds one, or is given one.</summary>
internal static partial class KeyRule
{
    public static IEnumerable<string> Faults(IReadOnlyList<BicepFile> files) =>
        from file in files
        from declaration in file.Declarations
        from fault in Calls(declaration).Concat(Texts(declaration)).Concat(Secrets(declaration))
        select file.Fault(fault.Line, fault.What);

    private static IEnumerable<(int Line, string What)> Calls(Declaration declaration) =>
        declaration.Flat.Zip(declaration.Flat.Skip(1))
            .Where(pair => pair.First.Kind == TokenKind.Identifier && pair.Second.IsSymbol("(") && ListCall().IsMatch(pair.First.Value))
            .Select(pair => (pair.First.Line, $"{pair.First.Value}() hands out keys; give the identity a role"));

    private static IEnumerable<(int Line, string What)> Texts(Declaration declaration) =>
        declaration.Flat.Where(token => token.Kind == TokenKind.Text && KeyText().IsMatch(token.Value)).Select(token => (token.Line, "a connection string with a key"));

    private static IEnumerable<(int Line, string What)> Secrets(Declaration declaration) =>
        declaration.Flat.Where(token => token.Kind == TokenKind.Identifier && KeyName().IsMatch(token.Value)).Select(token => (token.Line, $"{token.Value} is a key"));

    [GeneratedRegex("^list[A-Z]")]
    private static partial Regex ListCall();

    [GeneratedRegex("(AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)=|[?&]sig=|InstrumentationKey=", RegexOptions.IgnoreCase)]
    private static partial Regex KeyText();

    [GeneratedRegex("^(sharedKey|primarySharedKey|primaryKey|secondaryKey|accountKey|InstrumentationKey|primaryConnectionString)$", RegexOptions.IgnoreCase)]
    private static partial Regex KeyName();
}
