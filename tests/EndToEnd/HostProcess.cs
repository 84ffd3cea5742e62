using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace EndToEnd;

/// <summary>The app as people run it: a process of its own, on a real clock, with a data directory of its own.</summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan EndLimit = TimeSpan.FromMinutes(1);

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
    public static Task<HostProcess> StartAsync(string directory, int port = 0, params string[] arguments) =>
        StartAsync(new HostLaunch(directory) { Port = port, Arguments = arguments });

    /// <summary>Starts an app as it says, and returns when its start page answers.</summary>
    public static async Task<HostProcess> StartAsync(HostLaunch launch)
    {
        HostProcess host = Make(launch);
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

    /// <summary>Starts an app that must not serve, and waits for its end.</summary>
    public static async Task<(int ExitCode, string Output)> RefusedAsync(HostLaunch launch)
    {
        await using HostProcess host = Make(launch);
        host.Begin();
        int code = await host.EndedAsync();
        Assert.False(host.listening.Task.IsCompletedSuccessfully, $"It served. It wrote:\n{host.Output}");
        return (code, host.Output);
    }

    /// <summary>Waits until the process has ended, by itself or by a signal; its exit code.</summary>
    public async Task<int> EndedAsync()
    {
        await EndAsync();
        return process.ExitCode;
    }

    /// <summary>Whether the process has ended.</summary>
    public bool HasEnded => process.HasExited;

    /// <summary>Sends a signal such as <c>TERM</c>.</summary>
    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
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
        await SignalAsync("TERM");
        return await EndedAsync();
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

    private static HostProcess Make(HostLaunch launch)
    {
        string[] command = [.. launch.Under, "dotnet", launch.App, "--port", launch.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), .. launch.Arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = launch.Directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (string name in start.Environment.Keys.Where(IsSetting).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in launch.Environment)
        {
            start.Environment[name] = value;
        }

        return new HostProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
    }

    private void Begin()
    {
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException("The host ended before it served."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private async Task StartAsync()
    {
        Begin();
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
        name.StartsWith("Work__", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Embedded__", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("AzureWebJobsStorage", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^Listening on:\s+(?<address>http://\S+)")]
    private static partial Regex ListeningLine();
}
