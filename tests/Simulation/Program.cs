using System.Diagnostics;
using System.Globalization;
using Work.Simulation.Runner;

Arguments arguments;
try
{
    arguments = Arguments.Parse(args);
}
catch (Exception fault) when (fault is ArgumentException or FormatException)
{
    Console.Error.WriteLine(fault.Message);
    Console.Error.WriteLine(Arguments.Usage);
    return 2;
}

if (arguments.IsTeller || arguments.Shrinks)
{
    return Teller.Run(arguments);
}

var watch = Stopwatch.StartNew();
var failed = new List<Report>();
int told = 0;
double cpu = 0;
IReadOnlyList<Report> reports = await Tellers.TellAsync(arguments, Heard, Console.WriteLine);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{reports.Count} stories in {watch.Elapsed:hh\\:mm\\:ss}, {reports.Count / watch.Elapsed.TotalSeconds:F1} a second, {cpu / Math.Max(1, reports.Count):F1} ms of CPU each"));
Console.WriteLine($"{reports.Sum(report => report.Lives)} lives, {reports.Sum(report => report.Works)} works, {reports.Sum(report => report.Runs)} runs, {reports.Sum(report => (long)report.Checks)} checks, {reports.Sum(report => report.Items)} items");
Console.WriteLine(failed.Count == 0 ? "All clean." : $"{failed.Count} FAILED: {string.Join(' ', failed.Select(report => report.Seed).Order())}");
return failed.Count == 0 ? 0 : 1;

void Heard(Report report)
{
    lock (failed)
    {
        told++;
        cpu += report.CpuMilliseconds;
        if (report.Violation is { } violation)
        {
            failed.Add(report);
            Console.WriteLine($"seed {report.Seed} fails at step {report.AtStep}: {violation}");
            Console.WriteLine($"  replay it: dotnet run -c Release --project tests/Simulation -- --seed {report.Seed}{(arguments.Plant is { } plant ? $" --plant {plant}" : "")}");
        }

        if (told % 2000 == 0)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{told} stories after {watch.Elapsed:hh\\:mm\\:ss}, {failed.Count} failed, {cpu / told:F1} ms of CPU each"));
        }
    }
}
