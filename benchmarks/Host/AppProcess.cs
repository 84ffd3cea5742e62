using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Work.Benchmarks.Load;

namespace Work.Benchmarks.Host;

/// <summary>
/// The app in a process of its own, with the run-time settings that <c>functions</c> is shipped with and a data directory of its own. It is ended by its id.
/// </summary>
internal sealed partial class AppProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(120);

    // Half of what the app lets a connection be idle.
    private static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(1);
    private static readonly byte[] CountersRequest = Requests.Get("/api/benchmark/counters");
    private static readonly byte[] UnfinishedRequest = Requests.Get("/api/work?state=blocked&state=enqueued&state=running&limit=1");

    private static readonly ConcurrentDictionary<int, Process> Running = new();

    private readonly Process process;
    private readonly StringBuilder output = new();
    private readonly TaskCompletionSource<IPEndPoint> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Connection? control;
    private long controlUsedAt;

    private AppProcess(Process process) => this.process = process;

    /// <summary>Where it listens.</summary>
    public IPEndPoint Server => listening.Task.Result;

    /// <summary>What the app says of itself: its version, SQLite's, and how commits are flushed.</summary>
    public string Banner { get; private set; } = "";

    /// <summary>From the start of the process to the answer of its first request.</summary>
    public TimeSpan StartedIn { get; private set; }

    /// <summary>The processor time that it has used.</summary>
    public TimeSpan Cpu
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>The memory that it has resident, in megabytes of 2^20 bytes.</summary>
    public double ResidentMegabytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Starts the app on a data directory; returns when it has answered a first request of the API.</summary>
    public static async Task<AppProcess> StartAsync(string directory)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", "--runtimeconfig", Repository.RuntimeConfig, Repository.App, "--port", "0"])
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

        var app = new AppProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        try
        {
            await app.StartAsync();
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>The counters now.</summary>
    public async Task<Counters> CountAsync() => Counters.Read((await AskAsync(CountersRequest)).Body.Span);

    /// <summary>Sends a request on the connection that is not part of the load.</summary>
    public async ValueTask<Answer> AskAsync(byte[] request, int status = 200)
    {
        if (control is null || TimeProvider.System.GetElapsedTime(controlUsedAt) > IdleLimit)
        {
            control?.Dispose();
            control = await Connection.OpenAsync(Server);
        }

        controlUsedAt = TimeProvider.System.GetTimestamp();
        return await control.SendAsync(request, status);
    }

    /// <summary>
    /// Waits until the worker has ended so many runs since the start of the process and then until no work is unfinished. The first question is free of cost for the
    /// store; the second reads an index that is empty by then.
    /// </summary>
    public async Task WhenFinishedAsync(long runs, TimeSpan limit)
    {
        long begun = TimeProvider.System.GetTimestamp();
        while ((await CountAsync()).Runs < runs)
        {
            await PauseAsync(TimeSpan.FromMilliseconds(5), begun, limit);
        }

        while (!(await AskAsync(UnfinishedRequest)).Body.Span.StartsWith("{\"work\":[]"u8))
        {
            await PauseAsync(TimeSpan.FromMilliseconds(1), begun, limit);
        }
    }

    /// <summary>Ends all that run, when this process itself is told to end.</summary>
    public static void KillAll()
    {
        foreach (Process process in Running.Values)
        {
            process.Kill();
            process.WaitForExit(TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>Ends the process as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30), TimeProvider.System);
        await process.WaitForExitAsync(limit.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        control?.Dispose();
        await KillAsync();
        Running.TryRemove(process.Id, out _);
        process.Dispose();
    }

    private async Task StartAsync()
    {
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
        process.Exited += (_, _) => listening.TrySetException(new InvalidOperationException($"The app ended before it served:\n{output}"));
        long begun = TimeProvider.System.GetTimestamp();
        process.Start();
        Running[process.Id] = process;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await listening.Task.WaitAsync(StartLimit, TimeProvider.System);
        await AskAsync(UnfinishedRequest);
        StartedIn = TimeProvider.System.GetElapsedTime(begun);
    }

    private async Task PauseAsync(TimeSpan pause, long begun, TimeSpan limit)
    {
        if (TimeProvider.System.GetElapsedTime(begun) > limit)
        {
            throw new TimeoutException($"The app had not finished after {limit}. It wrote:\n{output}");
        }

        await Task.Delay(pause, TimeProvider.System);
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

        if (line.StartsWith("Embedded Functions host", StringComparison.Ordinal))
        {
            Banner = line;
        }
        else if (ListeningLine().Match(line) is { Success: true } match)
        {
            listening.TrySetResult(IPEndPoint.Parse(match.Groups["address"].Value));
        }
    }

    // What the developer has set for a host of their own is not for this one.
    private static bool IsSetting(string name) =>
        name.StartsWith("Work__", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Embedded__", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^Listening on:\s+http://(?<address>[0-9.:]+)")]
    private static partial Regex ListeningLine();
}
