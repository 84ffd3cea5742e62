using System.Globalization;
using System.Text.RegularExpressions;
using NCrontab;

namespace Conformance.Rules;

/// <summary>What timers, queues and blobs demand of their triggers on the plan that the app is deployed to.</summary>
internal static partial class TriggerRules
{
    private const string PoisonEnding = "-poison";

    // They wake what is in memory only, and a further call does no harm.
    private static readonly string[] MayRunOnStartup = ["BeginConditionLooks", "OpenAgenda"];

    public static IReadOnlyList<MetadataRule> All { get; } =
    [
        Timer("schedule", (_, schedule) => !IsSetting(schedule) && Crontab(schedule) is null && !IsLength(schedule), "is neither NCRONTAB of five or six fields nor one whole %Setting%"),
        Timer("schedule's form", (_, schedule) => Crontab(schedule) is null && IsLength(schedule), "is a length, which a plan without servers of its own does not take"),
        Timer("monitor", (trigger, schedule) => trigger.Setting<bool>("UseMonitor") && IsBelowAMinute(schedule), "comes within a minute, so its monitor is turned off without a word: say so"),
        MetadataRule.Each("run on startup", function => function.TriggersOf("Timer")
            .Where(trigger => trigger.Setting<bool>("RunOnStartup") && !MayRunOnStartup.Contains(function.Name))
            .Select(_ => "runs at each start of each instance, and is not one of those that may")),
        Queue("queue name", queue => !QueueName().IsMatch(queue), "is no name for a queue: 3 to 63 lower-case letters and digits, single hyphens between them"),
        Queue("poison queue", queue => QueueName().IsMatch(queue) && queue.Length + PoisonEnding.Length > 63, $"leaves no room for its {PoisonEnding}"),
        MetadataRule.Each("blob source", function => function.TriggersOf("Blob").Where(trigger => $"{trigger.Settings.GetValueOrDefault("Source")}" != "EventGrid")
            .Select(_ => "on this plan blobs trigger through Event Grid only")),
    ];

    private static MetadataRule Timer(string rule, Func<BindingDescription, string, bool> isBroken, string fault)
        => MetadataRule.Each(rule, function => function.TriggersOf("Timer").Where(trigger => isBroken(trigger, trigger.Setting<string>("Schedule") ?? ""))
            .Select(trigger => $"the schedule '{trigger.Setting<string>("Schedule")}' {fault}"));

    private static MetadataRule Queue(string rule, Func<string, bool> isBroken, string fault)
        => MetadataRule.Each(rule, function => function.Bindings.Where(binding => binding.Kind == "Queue").Select(binding => binding.Setting<string>("QueueName") ?? "")
            .Where(queue => !IsSetting(queue) && isBroken(queue)).Select(queue => $"'{queue}' {fault}"));

    private static bool IsSetting(string text) => text.Length > 2 && text[0] == '%' && text[^1] == '%' && text.Count(character => character == '%') == 2;

    private static bool IsLength(string schedule) => TimeSpan.TryParse(schedule, CultureInfo.InvariantCulture, out _);

    private static CrontabSchedule? Crontab(string schedule)
        => CrontabSchedule.TryParse(schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = schedule.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6 });

    private static bool IsBelowAMinute(string schedule)
    {
        var day = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        DateTime[] firings = Crontab(schedule) is { } crontab ? [.. crontab.GetNextOccurrences(day, day.AddDays(1)).Take(100)] : [];
        return firings.Zip(firings.Skip(1)).Any(pair => pair.Second - pair.First < TimeSpan.FromMinutes(1));
    }

    [GeneratedRegex(@"^(?=.{3,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex QueueName();
}
