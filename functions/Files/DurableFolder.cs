using System.Runtime.InteropServices;
using System.Text;

namespace Work.Functions.Files;

/// <summary>
/// Makes names durable. On Unix a file's bytes and its name are flushed apart: the name belongs to the folder, and the runtime has no door
/// to flush a folder. Windows journals names by itself.
/// </summary>
internal static class DurableFolder
{
    /// <summary>Makes a folder and what is missing above it.</summary>
    public static void Create(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        var parent = Path.GetDirectoryName(path)!;
        Create(parent);
        Directory.CreateDirectory(path);
        Flush(parent);
    }

    /// <summary>Flushes the names in a folder.</summary>
    /// <exception cref="IOException">The system could not.</exception>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // The terminating zero is ours to add, since the bytes are passed as they are.
        var descriptor = Open(Encoding.UTF8.GetBytes(path + '\0'), flags: 0);
        if (descriptor < 0)
        {
            throw new IOException($"The folder '{path}' could not be opened to flush it (errno {Marshal.GetLastPInvokeError()}).");
        }

        var flushed = FSync(descriptor);
        var fault = Marshal.GetLastPInvokeError();
        _ = Close(descriptor);
        if (flushed != 0)
        {
            throw new IOException($"The folder '{path}' could not be flushed (errno {fault}).");
        }
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open(byte[] path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FSync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
