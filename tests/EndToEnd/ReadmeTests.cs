using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EndToEnd;

/// <summary>The README's lines work as pasted.</summary>
[Trait("Category", "EndToEnd")]
public sealed partial class ReadmeTests
{
    private const string PrintedAddress = "127.0.0.1:7071";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task TheLinesWorkAsPasted()
    {
        string[] blocks = [.. TestedBlock().Matches(await File.ReadAllTextAsync(Repository.At("README.md"))).Select(match => match.Groups["lines"].Value)];
        Assert.Equal(["the main job", "the archive", "the history", "a cancel", "a lease"], TestedBlock().Matches(await File.ReadAllTextAsync(Repository.At("README.md"))).Select(match => match.Groups["name"].Value));
        using var folder = new TemporaryFolder();
        await using HostProcess host = await HostProcess.StartAsync(folder.Path, arguments: ["--Work:ExternalWorkers:0:Name", "render"]);
        string Here(string text) => text.Replace(PrintedAddress, host.Address.Authority, StringComparison.Ordinal);
        Directory.CreateDirectory(folder.At("samples"));
        await File.WriteAllTextAsync(folder.At("samples", "backup.json"), Here(await File.ReadAllTextAsync(Repository.At("samples", "backup.json"))));

        string[] said = await RunAsync(folder.Path, blocks.Select(Here));

        Assert.Contains("\"state\":\"succeeded\"", said[0], StringComparison.Ordinal);
        Assert.Contains("backup.zip", said[1], StringComparison.Ordinal);
        Assert.Contains("\"result\":\"success\"", said[2], StringComparison.Ordinal);
        Assert.Contains("{\"cancelled\":[\"w", said[3], StringComparison.Ordinal);
        Assert.Contains("\"state\":\"cancelled\"", said[3], StringComparison.Ordinal);
        Assert.Contains("{\"accepted\":true}", said[4], StringComparison.Ordinal);
        await MainJobTests.AssertArchiveAsync(folder.At("data", "files", "backup", "backup.zip"), host.Client);
    }

    // One shell for all, as one terminal; a line between tells their outputs apart.
    private static async Task<string[]> RunAsync(string directory, IEnumerable<string> blocks)
    {
        const string Between = "----- next block";
        using var shell = new Process
        {
            StartInfo = new ProcessStartInfo("sh", ["-eu", "-c", string.Join($"\necho\necho '{Between}'\n", blocks)])
            {
                WorkingDirectory = directory,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        using var limit = new CancellationTokenSource(Limit);
        shell.Start();
        Task<string> output = shell.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> errors = shell.StandardError.ReadToEndAsync(limit.Token);
        await shell.WaitForExitAsync(limit.Token);
        Assert.True(shell.ExitCode == 0, $"{await output}\n{await errors}");
        return (await output).Split(Between);
    }

    [GeneratedRegex(@"<!-- tested: (?<name>[^>]+) -->\n```sh\n(?<lines>.*?)```", RegexOptions.Singleline)]
    private static partial Regex TestedBlock();
}
