using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace EndToEnd;

/// <summary>The app as people run it: a process of its own, on a real clock, with a data directory of its own.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource printed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HostProcess(Process process) => this.process = process;

    /// <summary>Where it listens.</summary>
    public Uri Address => listening.Task.Result;

    /// <summary>The process.</summary>
    public int Id => process.Id;

    /// <summary>A client of that address.</summary>
    public HttpClient Client { get; private set; } = new();

    /// <summary>All that it has written so far.</summary>
    public string Output
    {
        get
        {
            lock (output)
            {
                return output.ToString();
            }
        }
    }

    /// <summary>Starts the app in a working directory, and returns when its start page answers.</summary>
    /// <param name="directory">The working directory; the data lies in <c>data</c> below it.</param>
    /// <param name="port">The port; 0 picks a free one.</param>
    /// <param name="arguments">More of the command line.</param>
    public static async Task<HostProcess> StartAsync(string directory, int port = 0, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Repository.App, "--port", port.ToString(System.Globalization.CultureInfo.InvariantCulture), .. arguments])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(name);
        }

        var host = new HostProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        try
        {
            await host.StartAsync();
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process as a power cut would: nothing is flushed, nothing is drained.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await EndAsync();
    }

    /// <summary>Asks the process to stop, as a service supervisor does; its exit code.</summary>
    public async Task<int> TerminateAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await EndAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
    }

    private async Task StartAsync()
    {
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("The host ended before it served."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            Uri address = await listening.Task.WaitAsync(StartLimit);
            await printed.Task.WaitAsync(StartLimit);
            Client.Dispose();
            Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
            using HttpResponseMessage home = await Client.GetAsync("/api/home");
            home.EnsureSuccessStatusCode();
        }
        catch (Exception fault)
        {
            if (process.HasExited)
            {
                // Its last words are still on the way.
                await EndAsync();
            }

            throw new InvalidOperationException($"The host does not serve. It wrote:\n{Output}", fault);
        }
    }

    private async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(EndLimit);
        await process.WaitForExitAsync(limit.Token);
    }

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
            listening.TrySetResult(new Uri(match.Groups["address"].Value));
        }
        else if (line.StartsWith("Data directory:", StringComparison.Ordinal))
        {
            printed.TrySetResult();
        }
    }

    // What the developer has set for a host of their own is not for this one.
    private static bool IsSetting(string name) =>
        name.StartsWith("Work__", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Embedded__", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^Listening on:\s+(?<address>http://\S+)")]
    private static partial Regex ListeningLine();
}
