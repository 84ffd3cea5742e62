using System.Runtime.InteropServices;
using Work.Benchmarks.Host;

namespace Work.Benchmarks;

/// <summary>What the figures share: the options, and fresh apps on fresh directories that are removed at the end.</summary>
internal sealed class Bench : IDisposable
{
    private readonly Options options;
    private readonly string root;
    private readonly PosixSignalRegistration[] signals;
    private int directories;

    public Bench(Options options, string root)
    {
        (this.options, this.root) = (options, root);

        // A run that is stopped half-way would else leave an app and gigabytes behind. The app goes first: it still writes files.
        signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGINT }.Select(signal => PosixSignalRegistration.Create(signal, _ => Abandon()))];
    }

    /// <summary>How long any one wait may last.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(15);

    public Options Options => options;

    /// <summary>Says what the app says of itself; empty before the first has started.</summary>
    public string Banner { get; private set; } = "";

    /// <summary>A new directory on the disk that is measured.</summary>
    public string NewDirectory() => Directory.CreateDirectory(Path.Combine(root, $"{++directories}")).FullName;

    /// <summary>Starts the app on a new directory, or again on one.</summary>
    public async Task<AppProcess> StartAppAsync(string? directory = null)
    {
        AppProcess app = await AppProcess.StartAsync(directory ?? NewDirectory());
        Banner = app.Banner;
        return app;
    }

    /// <summary>Waits after a warm-up until what it has set off is over: compilation in the background, a checkpoint of the log.</summary>
    public Task SettleAsync() => Task.Delay(TimeSpan.FromSeconds(options.Quick ? 0.1 : 1.5), TimeProvider.System);

    /// <summary>Waits until the app has given back what memory it does not need: ten seconds of rest, and what the last of its looks takes.</summary>
    public Task RestAsync() => Task.Delay(TimeSpan.FromSeconds(options.Quick ? 0.1 : 18), TimeProvider.System);

    /// <summary>Removes the directories.</summary>
    public void Dispose()
    {
        Array.ForEach(signals, signal => signal.Dispose());
        Directory.Delete(root, recursive: true);
    }

    private void Abandon()
    {
        AppProcess.KillAll();
        Directory.Delete(root, recursive: true);
    }
}
