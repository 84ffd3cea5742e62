using System.Globalization;
using System.Text;

namespace Kills;

/// <summary>What a run of kills showed.</summary>
/// <param name="Faults">What must not be; empty is the proof.</param>
public sealed record KillFigures(IReadOnlyList<string> Faults)
{
    private const int MostFaultsShown = 20;

    public int Seed { get; init; }

    public int Kills { get; init; }

    /// <summary>Kills before the process had answered anything.</summary>
    public int KilledInStart { get; init; }

    public int Requests { get; init; }

    /// <summary>Requests that a kill left without an answer.</summary>
    public int Unanswered { get; init; }

    /// <summary>Of those, the ones that were sent again under their key.</summary>
    public int Repeated { get; init; }

    /// <summary>Works that the API had said it has.</summary>
    public int Acknowledged { get; init; }

    /// <summary>How many of each kind.</summary>
    public IReadOnlyDictionary<string, int> Kinds { get; init; } = new Dictionary<string, int>();

    public int Finished { get; init; }

    /// <summary>Acknowledged works that a later request of their unique name has replaced, and so removed.</summary>
    public int Replaced { get; init; }

    public int Lost { get; init; }

    /// <summary>Starts of workers, counted by the workers.</summary>
    public int Runs { get; init; }

    /// <summary>Works that ran again though they had not asked for it. All of them ran at a kill, or there is a fault.</summary>
    public int RunTwice { get; init; }

    /// <summary>Of those, the ones whose worker had come to its end before the kill, and not its record.</summary>
    public int RunTwiceAfterTheirEnd { get; init; }

    /// <summary>Attempts that were started more than once.</summary>
    public int AttemptsStartedTwice { get; init; }

    public TimeSpan ReadyMedian { get; init; }

    public TimeSpan ReadyMax { get; init; }

    public TimeSpan Took { get; init; }

    public override string ToString()
    {
        var text = new StringBuilder();
        void Line(string name, FormattableString value) => text.Append(CultureInfo.InvariantCulture, $"{name,-34}{value.ToString(CultureInfo.InvariantCulture)}\n");
        Line("kills", $"{Kills}, {KilledInStart} of them in the midst of the start (seed {Seed})");
        Line("requests", $"{Requests}, {Unanswered} left unanswered by a kill, {Repeated} sent again");
        Line("works acknowledged", $"{Acknowledged}");
        Line("  of them", $"{string.Join(", ", Kinds.OrderByDescending(kind => kind.Value).Select(kind => $"{kind.Key} {kind.Value}"))}");
        Line("works finished", $"{Finished}");
        Line("works replaced by their name", $"{Replaced}");
        Line("works lost", $"{Lost}");
        Line("runs, counted by the workers", $"{Runs}");
        Line("works run twice", $"{RunTwice}, all running at a kill; the worker of {RunTwiceAfterTheirEnd} had returned, unrecorded");
        Line("attempts started twice", $"{AttemptsStartedTwice}");
        Line("ready after a kill", $"median {ReadyMedian.TotalMilliseconds:F0} ms, longest {ReadyMax.TotalMilliseconds:F0} ms");
        Line("took", $"{Took.TotalSeconds:F0} s");
        Line("faults", $"{Faults.Count}");
        foreach (string fault in Faults.Take(MostFaultsShown))
        {
            text.Append("  ").AppendLine(fault);
        }

        return text.ToString().TrimEnd();
    }
}
