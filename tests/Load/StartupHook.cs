using System.Globalization;
using System.IO.Pipes;

/// <summary>
/// Runs inside the host that is under load, by DOTNET_STARTUP_HOOKS: when asked through a pipe, it collects all garbage and tells what is left. The app
/// knows nothing of it.
/// </summary>
internal static class StartupHook
{
    /// <summary>The pipe of a process.</summary>
    public static string PipeOf(int process) => string.Create(CultureInfo.InvariantCulture, $"work-memory-{process}");

    public static void Initialize() => new Thread(Serve) { IsBackground = true, Name = "memory probe" }.Start();

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
            writer.WriteLine(GC.GetTotalMemory(forceFullCollection: true).ToString(CultureInfo.InvariantCulture));
        }
    }
}
