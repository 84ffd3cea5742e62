using System.Globalization;
using System.Text;

namespace WorkerApp;

/// <summary>
/// Counts runs outside the engine: a line for each start and each end, appended by one write, so that what was written before a kill is there after it. Each
/// process has a file of its own, and a line of it begins with S or E, the instant in UTC ticks, and what tells the run apart.
/// </summary>
public sealed class RunJournal(string path, TimeProvider clock) : IDisposable
{
    private readonly FileStream file = new(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    private readonly Lock gate = new();

    /// <summary>A run starts.</summary>
    public void Start(string run) => Write('S', run, "-");

    /// <summary>A run is about to return this.</summary>
    public void End(string run, string result) => Write('E', run, result);

    public void Dispose() => file.Dispose();

    private void Write(char mark, string run, string result)
    {
        lock (gate)
        {
            file.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{mark} {clock.GetUtcNow().UtcTicks} {run} {result}\n")));
        }
    }
}
