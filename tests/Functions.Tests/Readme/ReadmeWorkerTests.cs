using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Work.Embedded.Hosting;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Readme;

/// <summary>The worker of the README is the one that is compiled and run here, letter by letter.</summary>
public sealed partial class ReadmeWorkerTests
{
    [Fact]
    public async Task TheReadmesWorkerRuns()
    {
        string directory = Directory.CreateTempSubdirectory("work-readme-").FullName;
        await using (EmbeddedTestHost host = await EmbeddedTestHost.StartAsync(
            builder =>
            {
                builder.AddWork();
                builder.Services.AddWorker<GreetWorker>("greet", "Greets by name.");
            },
            directory,
            [],
            typeof(WorkApplication).Assembly))
        {
            using var body = new StringContent("""{ "id": "first", "worker": "greet", "input": { "name": "Ada" } }""");
            (await host.Client.PostAsync("/api/work", body)).EnsureSuccessStatusCode();
            JsonNode work = JsonNode.Parse(await host.Client.GetStringAsync("/api/work/first?wait=PT30S"))!;

            Assert.Equal("succeeded", (string?)work["state"]);
            Assert.Equal("Hello, Ada!", (string?)work["output"]!["greeting"]);
            Assert.Contains("Greets by name.", await host.Client.GetStringAsync("/api/home"), StringComparison.Ordinal);
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void TheReadmeShowsThisVeryCode()
    {
        Assert.EndsWith(Block("the worker"), File.ReadAllText(Here("GreetWorker.cs")), StringComparison.Ordinal);
        Assert.Contains(Block("the registration").Trim(), File.ReadAllText(Here("ReadmeWorkerTests.cs")), StringComparison.Ordinal);
    }

    private static string Block(string name) => TestedBlock().Matches(File.ReadAllText(Here("../../../README.md")))
        .Single(match => match.Groups["name"].Value == name).Groups["code"].Value;

    private static string Here(string file, [CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, file));

    [GeneratedRegex(@"<!-- tested: (?<name>[^>]+) -->\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex TestedBlock();
}
