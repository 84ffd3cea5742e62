using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Work.Simulation.Reference;
using Work.Simulation.World;

namespace Work.Simulation.Stories;

/// <summary>How a story is told.</summary>
internal sealed record Telling(ulong Seed)
{
    /// <summary>Takes each line of the trace as it happens.</summary>
    public Action<string>? Print { get; init; }

    public bool KeepsTrace { get; init; }

    /// <summary>Steps to leave out.</summary>
    public IReadOnlySet<int> Skipped { get; init; } = new HashSet<int>();

    /// <summary>The bug to plant; null for the app as it is.</summary>
    public string? Plant { get; init; }
}

/// <summary>How a story ended.</summary>
internal sealed record Told(ulong Seed, string? Violation, int AtStep, int Steps, ulong Hash, long Items, int Lives, int Works, int Runs, int Checks, IReadOnlyCollection<string> Trace);

/// <summary>
/// One seed's story: its clock, its requests, the lives of its process and how each ended. What it does comes from the seed step by step, each step with
/// a chance of its own, so that a step can be left out without changing the others.
/// </summary>
internal sealed partial class Story : IDisposable
{
    private const long MostItems = 1_000_000;
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(2);
    private static readonly DateTimeOffset Beginning = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly Telling telling;
    private readonly SimLoop loop;
    private readonly List<Ask> open = [];
    private readonly SimDisk disk = new();
    private readonly Dictionary<string, string?> settings;
    private readonly string directory;
    private readonly Plants plants;
    private SimHost? host;
    private Task? dying;
    private int lives;
    private int untilKilled;
    private DateTimeOffset now = Beginning;

    public Story(Telling telling, string directory)
    {
        this.telling = telling;
        this.directory = directory;
        loop = new SimLoop(Dice.Of(telling.Seed, 1));
        Setting = Dice.Of(telling.Seed, 0);
        Trace = new Trace(() => string.Create(CultureInfo.InvariantCulture, $"{loop.Steps,6} {Now:dd HH:mm:ss.fff}"), telling.KeepsTrace) { Print = telling.Print };
        Ledger = new Ledger(() => loop.Steps);
        Bench = new Bench(Ledger, World, Trace);
        Log = new StoryLog(Trace, said => { if (host?.Process.IsDead == false) { Ledger.Break("the app logs no error", said); } });
        plants = new Plants(telling.Plant, directory);
        loop.Haste = Setting.Pick([0, 2, 20]);
        settings = Settings();
    }

    public Ledger Ledger { get; }

    public WorldState World { get; } = new();

    public Trace Trace { get; }

    public Bench Bench { get; }

    public StoryLog Log { get; }

    public Dice Setting { get; }

    public DateTimeOffset Now => host is { } living ? living.Clock.Now : now;

    public bool IsAlive => host is { Process.IsDead: false };

    public IReadOnlyList<Ask> Open => open;

    /// <summary>Leases that were handed out to the story.</summary>
    public List<OpenLease> Leases { get; } = [];

    public int NextRequest { get; set; }

    public int Revisions { get; set; }

    public int Reruns { get; set; }

    public int Reports { get; set; }

    /// <summary>Workers that somebody asked to pause.</summary>
    public HashSet<string> EverPaused { get; } = [];

    /// <summary>The newest report of each condition.</summary>
    public Dictionary<(string Scope, string Condition), int> LastReport { get; } = [];

    /// <summary>Whether another report on the scope is on its way, or was cut off.</summary>
    public bool IsReporting(string scope) => open.Any(ask => !ask.IsOver && ask.What.Contains($"/api/conditions/{scope}", StringComparison.Ordinal));

    /// <summary>Tells it.</summary>
    public Told Tell()
    {
        string? broke = null;
        int at = -1;
        int steps = Setting.Chance(70) ? Setting.Between(3, 10) : Setting.Between(10, 26);
        try
        {
            loop.Run(async () =>
            {
                try
                {
                    for (at = 0; at < steps && Ledger.Violations.Count == 0; at++)
                    {
                        if (!telling.Skipped.Contains(at))
                        {
                            await StepAsync(Dice.Of(telling.Seed, 1000 + (ulong)at));
                        }
                    }

                    if (Ledger.Violations.Count == 0)
                    {
                        await new LastChapter(this).TellAsync();
                    }
                }
                finally
                {
                    await EndAsync();
                }
            });
        }
        catch (StoryStuckException stuck)
        {
            broke = stuck.Message;
        }

        broke = Ledger.Violations.Count > 0 ? string.Join("\n", Ledger.Violations.Take(3)) : broke;
        return new Told(telling.Seed, broke, at, steps, Trace.Hash, loop.Steps, lives, Ledger.Works.Count, Ledger.Works.Sum(work => work.Runs.Count), Ledger.Checks, Trace.Lines);
    }

    /// <inheritdoc/>
    public void Dispose() => host?.Dispose();

    private async Task StepAsync(Dice dice)
    {
        await EnsureAliveAsync();
        untilKilled = dice.Chance(14) ? dice.Between(1, 60) : untilKilled;
        Catalogue.Draw(dice, begins: Ledger.Requests.Count == 0).Act(this, dice);
        switch (dice.Below(10))
        {
            case < 3:
                await RunAsync(dice.Below(60), TimeSpan.FromMilliseconds(50));
                break;
            case < 6:
                await AnswersAsync();
                break;
            case < 8:
                await RestAsync();
                break;
            default:
                await PassAsync(dice.Pick(Passing));
                break;
        }

        if (IsAlive && dice.Chance(4))
        {
            Kill("between two items");
        }
        else if (IsAlive && dice.Chance(3))
        {
            await StopAsync();
        }

        if (!IsAlive && dice.Chance(25))
        {
            now += dice.Pick(Passing);
        }
    }

    private static TimeSpan[] Passing { get; } = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(11), TimeSpan.FromMinutes(40), TimeSpan.FromHours(3)];

    private Dictionary<string, string?> Settings() => new()
    {
        ["Embedded:Banner"] = "false",
        ["Embedded:CollectAfterRestOf"] = "00:00:00",
        ["Embedded:AppDirectory"] = AppContext.BaseDirectory,
        ["Embedded:Replay"] = Setting.Chance(30) ? "Always" : "WhenNeeded",
        ["Work:StopWatchInterval"] = Setting.Pick(["00:00:30", "00:05:00", "00:20:00"]),
        ["Work:Slots"] = Setting.Chance(15) ? "2" : "0",
        ["Work:ExternalWorkers:0:Name"] = "ext",
    };

    [GeneratedRegex("\"traceId\":\"[^\"]*\"")]
    private static partial Regex TraceIds();
}

/// <summary>A story in which nothing came to an end.</summary>
internal sealed class StoryStuckException(string message) : Exception(message);

/// <summary>A lease that the story holds, or held.</summary>
internal sealed record OpenLease(KnownWork Work, Run Run, string Token);
