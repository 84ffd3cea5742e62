using System.Diagnostics;
using Work.Simulation.Stories;
using Work.Simulation.World;

namespace Work.Simulation.Runner;

/// <summary>Tells stories in this process, one after the other, alone in it.</summary>
internal static class Teller
{
    /// <summary>Begins the line that says which seed comes next.</summary>
    public const string Announces = "telling ";

    public static int Run(Arguments arguments)
    {
        Alone.Begin();
        string root = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"work-simulation-{Environment.ProcessId}");
        try
        {
            if (arguments.Seed is { } seed)
            {
                Told told = Tell(root, new Telling(seed) { Plant = arguments.Plant, Skipped = arguments.Skip, Print = arguments.Shrinks ? null : Console.WriteLine });
                Say(told, 0);
                return arguments.Shrinks ? Shrink(root, arguments, told) : told.Violation is null ? 0 : 1;
            }

            return TellAll(root, arguments);
        }
        finally
        {
            if (Directory.Exists(root))
            {
                Directory.Delete(root, recursive: true);
            }
        }
    }

    private static int TellAll(string root, Arguments arguments)
    {
        bool isWhole = true;
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        foreach (ulong seed in arguments.ToTell)
        {
            Console.WriteLine($"{Announces}{seed}");
            Told told = Tell(root, new Telling(seed) { Plant = arguments.Plant });
            TimeSpan now = Process.GetCurrentProcess().TotalProcessorTime;
            Say(told, (now - before).TotalMilliseconds);
            before = now;
            isWhole &= told.Violation is null;
        }

        return isWhole ? 0 : 1;
    }

    private static Told Tell(string root, Telling telling)
    {
        string directory = Path.Combine(root, $"{telling.Seed}");
        Directory.CreateDirectory(directory);
        try
        {
            using var story = new Story(telling, directory);
            return story.Tell();
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    // Leaves out one step after the other, as long as the same rule is broken.
    private static int Shrink(string root, Arguments arguments, Told told)
    {
        if (told.Violation is null)
        {
            return 0;
        }

        string rule = RuleOf(told.Violation);
        var skipped = new HashSet<int>(arguments.Skip);
        for (int step = told.Steps - 1; step >= 0; step--)
        {
            Told shorter = Tell(root, new Telling(told.Seed) { Plant = arguments.Plant, Skipped = skipped.Append(step).ToHashSet() });
            if (shorter.Violation is { } violation && RuleOf(violation) == rule)
            {
                skipped.Add(step);
            }
        }

        Console.WriteLine($"--seed {told.Seed} --skip {string.Join(',', skipped.Order())}   tells it in {told.Steps - skipped.Count} steps");
        return 1;
    }

    private static string RuleOf(string violation) => violation.Split(':')[0];

    private static void Say(Told told, double cpu) => Console.WriteLine(new Report(
        told.Seed, told.Hash, told.Violation, told.AtStep, told.Steps, told.Items, told.Lives, told.Works, told.Runs, told.Checks, cpu).ToLine());
}
