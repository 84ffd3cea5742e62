namespace EndToEnd.Faults;

/// <summary>A test that sets the clock which one process sees. Skipped where Debian's package <c>faketime</c> is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithFaketimeAttribute : FactAttribute
{
    public FactWithFaketimeAttribute()
    {
        if (Library is null)
        {
            Skip = "Needs libfaketime: apt-get install faketime.";
        }
    }

    /// <summary>The library that stands between a process and the clock; null when there is none.</summary>
    public static string? Library { get; } = Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-gnu").Select(folder => Path.Combine(folder, "faketime", "libfaketime.so.1")).FirstOrDefault(File.Exists) : null;
}
