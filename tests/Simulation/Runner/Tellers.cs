using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Work.Simulation.Runner;

/// <summary>
/// Has stories told in processes of their own: a story needs a thread pool of one thread, and no test host can live in such a one. A teller that says nothing for
/// too long is killed, and the seed that it was at is what failed.
/// </summary>
internal static class Tellers
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>Tells them, and returns what was said of each, by seed.</summary>
    public static async Task<IReadOnlyList<Report>> TellAsync(Arguments arguments, Action<Report>? heard = null, Action<string>? said = null, Func<bool>? isEnough = null)
    {
        int workers = arguments.Seed is null ? Math.Clamp(arguments.Workers, 1, Math.Max(1, arguments.ToTell.Count())) : 1;
        var reports = new ConcurrentBag<Report>();
        await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => FollowAsync(
            arguments.PartOf(worker, workers),
            report =>
            {
                reports.Add(report);
                heard?.Invoke(report);
            },
            said,
            isEnough)));
        return [.. reports.OrderBy(report => report.Seed)];
    }

    private static async Task FollowAsync(Arguments arguments, Action<Report> heard, Action<string>? said, Func<bool>? isEnough)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(Tellers).Assembly.Location);
        foreach (string word in arguments.ToWords())
        {
            start.ArgumentList.Add(word);
        }

        using Process process = Process.Start(start)!;
        process.ErrorDataReceived += (_, line) => said?.Invoke(line.Data ?? "");
        process.BeginErrorReadLine();
        ulong at = arguments.Seed ?? arguments.ToTell.First();
        bool wasCut = false;
        try
        {
            while (await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
            {
                if (Report.Read(line) is { } report)
                {
                    heard(report);
                    if (isEnough?.Invoke() == true)
                    {
                        wasCut = true;
                        process.Kill();
                    }
                }
                else if (line.StartsWith(Teller.Announces, StringComparison.Ordinal))
                {
                    at = ulong.Parse(line.AsSpan(Teller.Announces.Length), CultureInfo.InvariantCulture);
                }
                else
                {
                    said?.Invoke(line);
                }
            }
        }
        catch (TimeoutException)
        {
            process.Kill();
            wasCut = true;
            heard(Silent(at, $"every story ends: seed {at} said nothing for {Patience}"));
        }

        await process.WaitForExitAsync();
        if (!wasCut && process.ExitCode is not (0 or 1))
        {
            heard(Silent(at, $"no story kills its teller: seed {at} ended it with {process.ExitCode}"));
        }
    }

    private static Report Silent(ulong seed, string violation) => new(seed, 0, violation, 0, 0, 0, 0, 0, 0, 0, 0);
}
