using System.Text.RegularExpressions;

namespace Conformance;

/// <summary>Files stay small and names say something.</summary>
public sealed partial class ShapeTests
{
    private const int LongestFile = 300;
    private const int MedianFile = 80;

    private static readonly string[] Rooms = ["orchestrations", "functions", "embedded", "client", "dashboard"];

    [Fact]
    public void NoProductionFileIsLongerThan300Lines()
        => Assert.Empty(Lengths().Where(file => file.Lines > LongestFile).Select(file => $"{file.Path}: {file.Lines} lines"));

    [Fact]
    public void TheMedianProductionFileIsShorterThan80Lines()
    {
        int[] lengths = [.. Lengths().Select(file => file.Lines).Order()];

        Assert.NotEmpty(lengths);
        Assert.InRange(lengths[lengths.Length / 2], 1, MedianFile - 1);
    }

    // The names in embedded/Sdk are Microsoft's; the API comparison holds them.
    [Fact]
    public void NoTypeHasANameThatSaysNothing()
    {
        string sdk = Repository.At("embedded", "Sdk") + Path.DirectorySeparatorChar;

        Assert.Empty(Repository.Sources(Rooms).Where(file => !file.StartsWith(sdk, StringComparison.Ordinal)).SelectMany(EmptyNames));
    }

    [Theory]
    [InlineData("internal sealed class WorkManager(TimeProvider clock)", "WorkManager")]
    [InlineData("public readonly record struct WorkDto;", "WorkDto")]
    [InlineData("    private interface IQueueProcessor<T>", "IQueueProcessor")]
    [InlineData("public static partial class StringUtil", "StringUtil")]
    public void ANameThatSaysNothingIsReported(string declaration, string name) => Assert.Equal(name, EmptyName().Match(declaration).Groups["name"].Value);

    [Theory]
    [InlineData("public sealed class WorkDatabase")]
    [InlineData("internal sealed class BaseAddress")]
    [InlineData("/// A class is no Manager")]
    [InlineData("public abstract class Managers")]
    [InlineData("public interface IWorkManager")]
    public void OtherNamesAreNot(string line) => Assert.DoesNotMatch(EmptyName(), line);

    private static IEnumerable<(string Path, int Lines)> Lengths()
        => Repository.Sources(Rooms).Select(file => (Path.GetRelativePath(Repository.Root, file), File.ReadLines(file).Count()));

    private static IEnumerable<string> EmptyNames(string file)
        => from line in File.ReadLines(file)
           let match = EmptyName().Match(line)
           where match.Success && !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
           select $"{Path.GetRelativePath(Repository.Root, file)}: {match.Groups["name"].Value}";

    // The client's door has the name of Android's, which its users know.
    [GeneratedRegex(@"\b(class|struct|interface|enum|record)\s+(?!IWorkManager\b)(?<name>\w*(Manager|Helper|Util|Processor|Impl|Base|Dto))\b")]
    private static partial Regex EmptyName();
}
