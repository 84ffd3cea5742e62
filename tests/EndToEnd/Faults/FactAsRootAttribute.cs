using System.Diagnostics;

namespace EndToEnd.Faults;

/// <summary>A test that mounts a file system of its own. Skipped where that is not allowed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactAsRootAttribute : FactAttribute
{
    private static readonly Lazy<bool> MayMount = new(() => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Try());

    public FactAsRootAttribute()
    {
        if (!MayMount.Value)
        {
            Skip = "Mounts a file system, which takes root on Linux.";
        }
    }

    private static bool Try()
    {
        using var probe = Process.Start(new ProcessStartInfo("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]) { RedirectStandardError = true })!;
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }
}
