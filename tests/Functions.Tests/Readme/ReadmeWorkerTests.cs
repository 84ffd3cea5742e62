using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Work.Client;
using Work.Embedded.Hosting;
using Work.Functions.Workers;
using Work.Model;

namespace Work.Functions.Tests.Readme;

/// <summary>The C# of the README is what is compiled and run here, letter by letter.</summary>
public sealed partial class ReadmeWorkerTests
{
    [Fact]
    public async Task TheReadmesWorkerAndClientRun()
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
            await using ServiceProvider services = new ServiceCollection()
                .AddWorkClient(options => options.BaseAddress = new Uri(host.BaseAddress, "/api")).Services.BuildServiceProvider();
            Assert.Equal(WorkState.Succeeded, (await GreetEverybody.RunAsync(services.GetRequiredService<IWorkManager>(), CancellationToken.None)).State);
            Assert.Contains("Greets by name.", await host.Client.GetStringAsync("/api/home"), StringComparison.Ordinal);
        }

        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void TheReadmeShowsThisVeryCode()
    {
        Assert.EndsWith(Block("the worker"), File.ReadAllText(Here("GreetWorker.cs")), StringComparison.Ordinal);
        Assert.Contains(Block("the registration").Trim(), File.ReadAllText(Here("ReadmeWorkerTests.cs")), StringComparison.Ordinal);
        Assert.Contains(Flat(Block("the client")), Flat(File.ReadAllText(Here("GreetEverybody.cs"))), StringComparison.Ordinal);
    }

    private static string Block(string name) => TestedBlock().Matches(File.ReadAllText(Here("../../../README.md")))
        .Single(match => match.Groups["name"].Value == name).Groups["code"].Value;

    private static string Flat(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()));

    private static string Here(string file, [CallerFilePath] string source = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, file));

    [GeneratedRegex(@"<!-- tested: (?<name>[^>]+) -->\n```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex TestedBlock();
}
