using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Kills;

/// <summary>One life of the real process, from its start to the kill.</summary>
internal sealed class App : IAsyncDisposable
{
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(5);
    private const int MostLines = 400;

    private readonly Process process;
    private readonly Queue<string> lines = new();
    private readonly Stopwatch age = Stopwatch.StartNew();

    private App(Process process, Uri address)
    {
        this.process = process;
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    }

    public HttpClient Client { get; }

    /// <summary>Lines that the process has logged as an error or worse.</summary>
    public List<string> Errors { get; } = [];

    public bool HasEnded => process.HasExited;

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public static App Launch(string directory, int port, int life)
    {
        var start = new ProcessStartInfo("dotnet", [Paths.App, "--port", port.ToString(CultureInfo.InvariantCulture)])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("Work__", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Embedded__", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["Journal"] = Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"runs-{life:D4}.log"));
        start.Environment["Embedded__Banner"] = "false";
        start.Environment["Work__Limits__MinPeriod"] = "00:00:01";
        start.Environment["Work__Limits__MinFlex"] = "00:00:00.100";
        start.Environment["Work__ExternalWorkers__0__Name"] = "render";
        start.Environment["Logging__LogLevel__Default"] = "Error";
        var app = new App(new Process { StartInfo = start }, new Uri($"http://127.0.0.1:{port}"));
        app.process.OutputDataReceived += (_, line) => app.Take(line.Data);
        app.process.ErrorDataReceived += (_, line) => app.Take(line.Data);
        app.process.Start();
        app.process.BeginOutputReadLine();
        app.process.BeginErrorReadLine();
        return app;
    }

    /// <summary>Waits until the API answers; how long that took since the launch.</summary>
    public async Task<TimeSpan> ReadyAsync()
    {
        while (age.Elapsed < ReadyLimit && !process.HasExited)
        {
            try
            {
                using HttpResponseMessage answer = await Client.GetAsync("/api/work?limit=1");
                if (answer.IsSuccessStatusCode)
                {
                    return age.Elapsed;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(LookEvery);
        }

        throw new InvalidOperationException($"The process {(process.HasExited ? $"ended with {process.ExitCode}" : "is not ready")}. It wrote:\n{Output}");
    }

    /// <summary>Ends it as a power cut would. False when it had ended by itself.</summary>
    public async Task<bool> KillAsync()
    {
        bool lived = !process.HasExited;
        process.Kill();
        await process.WaitForExitAsync();
        return lived;
    }

    public string Output
    {
        get
        {
            lock (lines)
            {
                return string.Join('\n', lines);
            }
        }
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

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (lines)
        {
            lines.Enqueue(line);
            if (lines.Count > MostLines)
            {
                lines.Dequeue();
            }

            if (line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal))
            {
                Errors.Add(line);
            }
        }
    }
}
