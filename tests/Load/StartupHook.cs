using System.Diagnostics.Metrics;
using System.Globalization;
using System.IO.Pipes;

/// <summary>
/// Runs inside the host that is under load, by DOTNET_STARTUP_HOOKS: when asked through a pipe, it collects all garbage and tells what is left, and how much
/// of it is free buffers of the web server. The app knows nothing of it.
/// </summary>
internal static class StartupHook
{
    // The web server says only what changes, so whoever wants to know the sum listens from the beginning.
    private static readonly MeterListener Listener = new();
    private static long pooled;

    /// <summary>The pipe of a process.</summary>
    public static string PipeOf(int process) => string.Create(CultureInfo.InvariantCulture, $"work-memory-{process}");

    public static void Initialize()
    {
        Listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Microsoft.AspNetCore.MemoryPool", Name: "aspnetcore.memory_pool.pooled" })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        Listener.SetMeasurementEventCallback<long>((_, bytes, _, _) => Interlocked.Add(ref pooled, bytes));
        Listener.Start();
        new Thread(Serve) { IsBackground = true, Name = "memory probe" }.Start();
    }

    private static void Serve()
    {
        while (true)
        {
            using var pipe = new NamedPipeServerStream(PipeOf(Environment.ProcessId), PipeDirection.InOut, 1);
            pipe.WaitForConnection();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            using var writer = new StreamWriter(pipe);
            long heap = GC.GetTotalMemory(forceFullCollection: true);
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{heap} {Interlocked.Read(ref pooled)}"));
        }
    }
}
