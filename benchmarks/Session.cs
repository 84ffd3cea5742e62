using Work.Benchmarks.Figures;
using Work.Benchmarks.Host;
using Work.Benchmarks.Report;
using Work.Benchmarks.Yardsticks;

namespace Work.Benchmarks;

/// <summary>One run of this program: the yardsticks, then each figure as often as was asked for.</summary>
internal static class Session
{
    private const string Client = "raw sockets, keep-alive, requests made beforehand; worker noop of benchmarks/App in the shipped app; input of 100 bytes; default settings";

    public static async Task<int> RunAsync(Options options)
    {
        IReadOnlyList<Figure> figures = Chosen(options);
        string root = Machine.NewFolder(options.Data);
        using var bench = new Bench(options, root);
        var setting = new Setting(Machine.Description, $"{root} on {Machine.DiskOf(root)}", await HostAsync(bench), Client);
        Measurement yardsticks = await MeasureYardsticksAsync(bench);
        if (!options.Json)
        {
            TextReport.Write(Console.Out, setting, yardsticks);
        }

        foreach (Figure figure in figures)
        {
            var runs = new List<Measurement>();
            for (int run = 0; run < options.Runs; run++)
            {
                runs.Add(await figure.MeasureAsync(bench));
            }

            var result = new FigureResult(figure, options.Runs, Measurement.MedianOf(runs), runs, yardsticks);
            if (options.Json)
            {
                Console.WriteLine(JsonReport.LineOf(result, setting));
            }
            else
            {
                TextReport.Write(Console.Out, result);
            }
        }

        return 0;
    }

    private static IReadOnlyList<Figure> Chosen(Options options)
    {
        string? unknown = options.Figures.FirstOrDefault(name => Figure.All.All(figure => figure.Name != name));
        return unknown is not null ? throw new FormatException($"There is no figure {unknown}.")
            : [.. Figure.All.Where(figure => options.Figures.Count == 0 || options.Figures.Contains(figure.Name))];
    }

    // A first start also brings the app's files into memory, so that the first figure pays for no cold disk.
    private static async Task<string> HostAsync(Bench bench)
    {
        await using AppProcess app = await bench.StartAppAsync();
        return app.Banner;
    }

    private static async Task<Measurement> MeasureYardsticksAsync(Bench bench)
    {
        var yardsticks = new Measurement();
        if (bench.Options.Yardsticks)
        {
            TimeSpan each = TimeSpan.FromSeconds(bench.Options.Quick ? 0.1 : 1);
            SqliteYardstick.Measure(bench.NewDirectory(), each, yardsticks);
            await KestrelYardstick.MeasureAsync(each, yardsticks);
        }

        return yardsticks;
    }
}
