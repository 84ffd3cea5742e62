using System.Globalization;

namespace Work.Functions.Conditions;

/// <summary>Measures how much the processors have to do.</summary>
internal interface ICpuMeter
{
    /// <summary>The part of all processors, 0 to 1, that was in use since the last call; null at the first, and where it cannot be told.</summary>
    double? Use();
}

/// <summary>The use of the whole machine where the system tells it (Linux), else that of this process.</summary>
internal sealed class CpuMeter : ICpuMeter
{
    private const string Statistics = "/proc/stat";
    private const int FirstCount = 1;
    private const int Idle = 3;
    private const int WaitingForDisk = 4;

    private (double Busy, double All)? last;

    public double? Use()
    {
        (double Busy, double All) now = File.Exists(Statistics) ? OfMachine(File.ReadLines(Statistics).First()) : OfProcess();
        (double Busy, double All)? before = last;
        last = now;
        return before is { } earlier && now.All > earlier.All ? Math.Clamp((now.Busy - earlier.Busy) / (now.All - earlier.All), 0, 1) : null;
    }

    // cpu user nice system idle iowait irq softirq steal ...
    private static (double Busy, double All) OfMachine(string line)
    {
        double[] counts = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(FirstCount).Select(count => double.Parse(count, CultureInfo.InvariantCulture))];
        double all = counts.Sum();
        return (all - counts.ElementAtOrDefault(Idle) - counts.ElementAtOrDefault(WaitingForDisk), all);
    }

    private static (double Busy, double All) OfProcess() =>
        (Environment.CpuUsage.TotalTime.TotalSeconds, TimeProvider.System.GetTimestamp() / (double)TimeProvider.System.TimestampFrequency * Environment.ProcessorCount);
}
