using System.Globalization;
using System.IO.Pipes;
using Load.Wire;

namespace Load;

/// <summary>What a process has in use once all garbage is collected.</summary>
/// <param name="Resident">The memory of its own, without mapped files, in MB: a small part of what a process shows as resident.</param>
/// <param name="Heap">Live objects, in MB.</param>
/// <param name="Pooled">Those of them that the web server keeps for connections to come, in MB. It gives them back in its own time, once it has less to do.</param>
internal readonly record struct MemoryUse(double Resident, double Heap, double Pooled)
{
    /// <summary>Live objects that are not free buffers of the web server, in MB: what grows when something leaks.</summary>
    public double Kept => Heap - Pooled;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"resident {Resident:F1} MB, live objects {Heap:F1} MB with {Pooled:F1} MB of free buffers");
}

/// <summary>The real process, in a folder of its own, with a probe of its memory inside.</summary>
internal sealed class LoadedHost : IAsyncDisposable
{
    private const string HookVariable = "DOTNET_STARTUP_HOOKS";
    private readonly TemporaryFolder folder;

    private LoadedHost(HostProcess process, TemporaryFolder folder) => (Process, this.folder) = (process, folder);

    public HostProcess Process { get; }

    public Uri Address => Process.Address;

    public HttpClient Client => Process.Client;

    /// <summary>Starts it.</summary>
    /// <param name="settings">Settings as on the command line, such as <c>--Embedded:MaxConnections 100</c>.</param>
    public static async Task<LoadedHost> StartAsync(params string[] settings)
    {
        Environment.SetEnvironmentVariable(HookVariable, typeof(StartupHook).Assembly.Location);
        var folder = new TemporaryFolder();
        try
        {
            return new LoadedHost(await HostProcess.StartAsync(folder.Path, 0, settings), folder);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    public Task<RawConnection> ConnectAsync(CancellationToken cancellation = default) => RawConnection.OpenAsync(Address, cancellation);

    /// <summary>Has it collect its garbage, and looks at what is left.</summary>
    public async Task<MemoryUse> MemoryAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        string? line = null;
        while (line is null)
        {
            limit.Token.ThrowIfCancellationRequested();
            line = await AskAsync(limit.Token);
        }

        double[] megabytes = [.. line.Split(' ').Select(bytes => long.Parse(bytes, CultureInfo.InvariantCulture) / (1024.0 * 1024))];
        return new MemoryUse(ResidentMegabytes(), megabytes[0], megabytes[1]);
    }

    // The answer; null for whoever asks in the moment in which the one before is being let go.
    private async Task<string?> AskAsync(CancellationToken late)
    {
        using var pipe = new NamedPipeClientStream(".", StartupHook.PipeOf(Process.Id), PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            await pipe.ConnectAsync(late);
            using var reader = new StreamReader(pipe);
            return await reader.ReadLineAsync(late);
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>
    /// Looks once the load is over. The host notices one by one that its callers are gone, and what it held for each goes with them: until no more than so
    /// many MB are <see cref="MemoryUse.Kept"/>, and they do not fall any more. The runtime's pools of arrays give back what nobody has used for a minute, so
    /// two and a half are waited for at most.
    /// </summary>
    public async Task<MemoryUse> SettledAsync(double most)
    {
        MemoryUse last = await MemoryAsync();
        for (int look = 0; look < 150; look++)
        {
            await Task.Delay(1_000);
            MemoryUse next = await MemoryAsync();
            bool isSettled = next.Kept < most && next.Kept > last.Kept - 0.1;
            last = next;
            if (isSettled)
            {
                break;
            }
        }

        return last;
    }

    /// <summary>The memory of its own that it has in use now, in MB.</summary>
    public double ResidentMegabytes() => File.ReadLines($"/proc/{Process.Id}/status").Where(line => line.StartsWith("RssAnon:", StringComparison.Ordinal))
        .Select(line => double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024).Single();

    /// <summary>Nothing that it wrote tells of a failure. That the web server finds a body's reader busy when its connection was cut is its own note, and nobody's loss.</summary>
    public void CheckLog()
    {
        string failures = string.Join('\n', Process.Output.Split('\n')
            .Where(line => line.Contains(" fail: ", StringComparison.Ordinal) || line.Contains(" crit: ", StringComparison.Ordinal))
            .Where(line => !line.Contains("automatic draining of the request body failed", StringComparison.Ordinal))
            .Take(3));
        if (failures.Length > 0)
        {
            Assert.Fail($"The host logged:\n{failures}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        folder.Dispose();
    }
}
