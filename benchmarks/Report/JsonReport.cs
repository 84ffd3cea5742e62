using System.Text;
using System.Text.Json;
using Work.Benchmarks.Figures;

namespace Work.Benchmarks.Report;

/// <summary>One JSON line for each figure: its numbers, then its runs, its share, the yardsticks and the settings.</summary>
internal static class JsonReport
{
    public static string LineOf(FigureResult result, Setting setting)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteString("figure", result.Figure.Name);
            WriteNumbers(json, result.Median);
            json.WriteNumber("runs", result.Runs);
            WriteRuns(json, result);
            if (result.Share is { } share)
            {
                json.WriteNumber("share", Rounded(share));
                json.WriteString("shareOf", result.Figure.Share!.Yardstick);
            }

            json.WriteStartObject("yardsticks");
            WriteNumbers(json, result.Yardsticks);
            json.WriteEndObject();
            json.WriteStartObject("settings");
            json.WriteString("machine", setting.Machine);
            json.WriteString("disk", setting.Disk);
            json.WriteString("host", setting.Host);
            json.WriteString("client", setting.Client);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    // The first number of a figure is what it is about; its single runs show how noisy the machine is.
    private static void WriteRuns(Utf8JsonWriter json, FigureResult result) => WriteArray(json, "all", [.. result.All.Select(run => run.Numbers[0].Value)]);

    private static void WriteArray(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (double value in values)
        {
            json.WriteNumberValue(Rounded(value));
        }

        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, Measurement numbers)
    {
        foreach ((string name, double number) in numbers.Numbers)
        {
            json.WriteNumber(name, Rounded(number));
        }

        foreach ((string name, IReadOnlyList<double> values) in numbers.Series)
        {
            WriteArray(json, name, values);
        }
    }

    private static double Rounded(double number) => Math.Round(number, Math.Abs(number) < 100 ? 4 : 1);
}
