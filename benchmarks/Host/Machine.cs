using System.Runtime.InteropServices;

namespace Work.Benchmarks.Host;

/// <summary>What the figures are measured on.</summary>
internal static class Machine
{
    private static readonly string[] InMemory = ["tmpfs", "ramfs", "devtmpfs"];

    /// <summary>The processor, the cores, the system and the run-time.</summary>
    public static string Description =>
        $"{Environment.ProcessorCount} x {Processor()}, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}";

    /// <summary>A new folder on a disk: where it was asked for, in the system's temporary folder, or in the repository if that one is in memory.</summary>
    public static string NewFolder(string? asked)
    {
        string parent = asked ?? (IsInMemory(Path.GetTempPath()) ? Path.Combine(Repository.Root, "artifacts", "benchmarks") : Path.GetTempPath());
        string folder = Path.Combine(parent, $"work-benchmarks-{Environment.ProcessId}");
        return Directory.CreateDirectory(folder).FullName;
    }

    /// <summary>The device and the file system of a folder, and whether it is one that keeps nothing.</summary>
    public static string DiskOf(string folder) => MountOf(folder) is { } mount ? $"{mount.Device} ({mount.FileSystem}){(IsInMemory(folder) ? ", IN MEMORY: figures of durability mean nothing" : "")}" : "unknown";

    private static bool IsInMemory(string folder) => MountOf(folder) is { } mount && InMemory.Contains(mount.FileSystem);

    private static (string Device, string Point, string FileSystem)? MountOf(string folder)
    {
        const string Mounts = "/proc/mounts";
        if (!File.Exists(Mounts))
        {
            return null;
        }

        string path = Path.GetFullPath(folder).TrimEnd('/') + "/";
        return File.ReadLines(Mounts).Select(line => line.Split(' ')).Select(parts => (Device: parts[0], Point: parts[1], FileSystem: parts[2]))
            .Where(mount => path.StartsWith(mount.Point.TrimEnd('/') + "/", StringComparison.Ordinal))
            .OrderBy(mount => mount.Point.Length).LastOrDefault();
    }

    private static string Processor()
    {
        const string Info = "/proc/cpuinfo";
        string? line = File.Exists(Info) ? File.ReadLines(Info).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 2)..] ?? RuntimeInformation.ProcessArchitecture.ToString();
    }
}
