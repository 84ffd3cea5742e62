using System.Globalization;

namespace Kills.Runs;

/// <summary>Reads what the workers wrote down, life by life.</summary>
internal static class RunLog
{
    public static IReadOnlyList<Execution> Read(string directory)
    {
        var all = new List<Execution>();
        foreach (string file in Directory.GetFiles(directory, "runs-*.log").Order(StringComparer.Ordinal))
        {
            int life = int.Parse(Path.GetFileNameWithoutExtension(file)["runs-".Length..], CultureInfo.InvariantCulture);
            all.AddRange(ReadLife(file, life));
        }

        return all;
    }

    private static List<Execution> ReadLife(string file, int life)
    {
        var runs = new List<Execution>();
        var open = new Dictionary<string, Execution>(StringComparer.Ordinal);
        foreach (string line in File.ReadLines(file))
        {
            if (line.Split(' ') is not [string mark, string at, string id, string attempt, string handedOut, string slice, string request, string result])
            {
                throw new InvalidDataException($"{file}: {line}");
            }

            string run = $"{id} {attempt} {handedOut} {slice}";
            if (mark == "S")
            {
                runs.Add(open[run] = new Execution(life, id, Number(attempt), Ticks(handedOut), Number(slice), request, Ticks(at)));
            }
            else
            {
                open[run].EndedAt = Ticks(at);
                open[run].Result = result;
            }
        }

        return runs;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static long Ticks(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
