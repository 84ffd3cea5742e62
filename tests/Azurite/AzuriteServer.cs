using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace Azurite;

/// <summary>Azurite in a process of its own, on free ports of 127.0.0.1, with its data in memory. Tests that share it use names of their own.</summary>
public sealed partial class AzuriteServer : IAsyncLifetime, IDisposable
{
    private const string Account = "devstoreaccount1";

    // Known to everybody: it is Azurite's own, and opens nothing else.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly string Script = Repository.At("eng", "azurite", "node_modules", "azurite", "dist", "src", "azurite.js");
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<Uri> blob = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> queue = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> table = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Process? process;

    /// <summary>Whether <c>npm ci --prefix eng/azurite</c> was run.</summary>
    public static bool IsInstalled { get; } = File.Exists(Script);

    /// <summary>What an app takes as <c>AzureWebJobsStorage</c>.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"BlobEndpoint={Of(blob)};QueueEndpoint={Of(queue)};TableEndpoint={Of(table)};";

    public async Task InitializeAsync()
    {
        if (!IsInstalled)
        {
            return;
        }

        process = new Process { StartInfo = StartInfo(), EnableRaisingEvents = true };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => queue.TrySetException(new InvalidOperationException("Azurite ended."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await Task.WhenAll(blob.Task, queue.Task, table.Task).WaitAsync(StartLimit);
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"Azurite does not serve. It wrote:\n{output}", fault);
        }
    }

    public async Task DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    public void Dispose() => process?.Dispose();

    private static ProcessStartInfo StartInfo() => new(
        "node",
        [
            Script, "--silent", "--disableTelemetry", "--skipApiVersionCheck", "--inMemoryPersistence",
            "--blobHost", "127.0.0.1", "--blobPort", "0", "--queueHost", "127.0.0.1", "--queuePort", "0", "--tableHost", "127.0.0.1", "--tablePort", "0",
        ])
    {
        WorkingDirectory = Path.GetTempPath(),
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        RedirectStandardInput = true,
    };

    private static Uri Of(TaskCompletionSource<Uri> service) => new(service.Task.Result, Account);

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (output)
        {
            output.AppendLine(line);
        }

        if (ListeningLine().Match(line) is { Success: true } match)
        {
            TaskCompletionSource<Uri> service = match.Groups["service"].Value switch
            {
                "Blob" => blob,
                "Queue" => queue,
                _ => table,
            };
            service.TrySetResult(new Uri(match.Groups["address"].Value));
        }
    }

    [GeneratedRegex(@"^Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<address>http://\S+)")]
    private static partial Regex ListeningLine();
}
