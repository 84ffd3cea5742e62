using System.Globalization;
using Work.Benchmarks.Figures;

namespace Work.Benchmarks.Report;

/// <summary>The figures as a table for people.</summary>
internal static class TextReport
{
    public static void Write(TextWriter output, Setting setting, Measurement yardsticks)
    {
        output.WriteLine($"Machine: {setting.Machine}");
        output.WriteLine($"Disk:    {setting.Disk}");
        output.WriteLine($"Host:    {setting.Host}");
        output.WriteLine($"Client:  {setting.Client}");
        Write(output, "yardsticks", "what the machine does at best", yardsticks);
    }

    public static void Write(TextWriter output, FigureResult result)
    {
        Write(output, result.Figure.Name, $"{result.Figure.About}; {(result.Runs == 1 ? "1 run" : $"median of {result.Runs} runs")}", result.Median);
        if (result.Runs > 1)
        {
            output.WriteLine($"    {"each run",-34} {string.Join(", ", result.All.Select(run => Shown(run.Numbers[0].Value)))}");
        }

        if (result.Share is { } share)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {"share of " + result.Figure.Share!.Yardstick,-34} {share * 100:0.0} %"));
        }
    }

    private static void Write(TextWriter output, string title, string about, Measurement numbers)
    {
        output.WriteLine();
        output.WriteLine($"{title}: {about}");
        foreach ((string name, double number) in numbers.Numbers)
        {
            output.WriteLine($"    {name,-34} {Shown(number)}");
        }

        foreach ((string name, IReadOnlyList<double> values) in numbers.Series)
        {
            output.WriteLine($"    {name,-34} {string.Join(", ", values.Select(Shown))}");
        }
    }

    private static string Shown(double number) => number.ToString(Math.Abs(number) >= 1000 ? "#,##0" : Math.Abs(number) >= 10 ? "0.#" : "0.###", CultureInfo.InvariantCulture);
}
