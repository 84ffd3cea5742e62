using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Conformance;

/// <summary>The arrows between the projects point the way that ARCHITECTURE.md draws them.</summary>
public sealed partial class ArrowTests
{
    private const string Model = "orchestrations/Model/Work.Model.csproj";
    private const string Durable = "orchestrations/Durable/Work.Orchestrations.csproj";
    private const string Functions = "functions/Work.Functions.csproj";
    private const string Embedded = "embedded/Work.Embedded.csproj";
    private const string Client = "client/Work.Client.csproj";
    private const string Dashboard = "dashboard/Work.Dashboard.csproj";
    private const string HostChoice = "eng/WorkHost.targets";
    private const string AzureStorage = "eng/AzureStorage.targets";

    // What a project may know. The host comes through the one file that chooses it.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        [Model] = [],
        [Durable] = [Model, HostChoice],
        [Functions] = [Durable, Model, Dashboard, HostChoice, AzureStorage],
        [Dashboard] = [Model],
        [Client] = [Model],
        [Embedded] = [AzureStorage],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys.Where(project => File.Exists(Repository.At(project)))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void AProjectKnowsOnlyWhatItsArrowsPointTo(string project)
        => Assert.Subset(
            Allowed[project].ToHashSet(),
            References(project, "ProjectReference", "Include").Concat(References(project, "Import", "Project")).ToHashSet());

    [Fact]
    public void TheModelNeedsNoPackage()
    {
        XDocument project = XDocument.Load(Repository.At(Model));

        Assert.DoesNotContain(project.Descendants(), e => e.Name.LocalName is "PackageReference" or "FrameworkReference" or "Reference");
    }

    [Fact]
    public void TheModelUsesNothingButTheLanguagesOwnLibrary()
        => Assert.Empty(Mentions(ForeignUsing(), Repository.Sources("orchestrations/Model")));

    [Fact]
    public void TheEmbeddedHostKnowsNothingOfWork()
        => Assert.Empty(Mentions(WorkNamespace(), Repository.Sources("embedded")));

    [Fact]
    public void OnlyTheHostFileKnowsTheEmbeddedHost()
    {
        string hostFile = Repository.At("functions", "Host", "EmbeddedHost.cs");

        Assert.Empty(Mentions(EmbeddedNamespace(), Repository.Sources("functions", "orchestrations", "client", "dashboard").Where(file => file != hostFile)));
    }

    private static IEnumerable<string> References(string project, string element, string attribute)
    {
        string folder = Path.GetDirectoryName(Repository.At(project))!;
        return XDocument.Load(Repository.At(project)).Descendants(element)
            .Select(reference => reference.Attribute(attribute)!.Value.Replace('\\', '/').Replace("$(MSBuildThisFileDirectory)", "", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(folder, path))).Replace('\\', '/'));
    }

    // Comments may speak of other rooms; code may not reach into them.
    private static IEnumerable<string> Mentions(Regex pattern, IEnumerable<string> files)
        => from file in files
           from line in File.ReadLines(file).Select((text, i) => (Text: text, Number: i + 1))
           where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal) && pattern.IsMatch(line.Text)
           select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Number}: {line.Text.Trim()}";

    [GeneratedRegex(@"\bWork\.(Model|Orchestrations|Functions|Client|Dashboard)\b(?!\.sln|"")")]
    private static partial Regex WorkNamespace();

    [GeneratedRegex(@"\bWork\.Embedded\b")]
    private static partial Regex EmbeddedNamespace();

    [GeneratedRegex(@"^\s*(global\s+)?using\s+(static\s+)?(?!System\b|Work\.Model\b|var\b|\(|\w+\s*=)[A-Z]")]
    private static partial Regex ForeignUsing();
}
