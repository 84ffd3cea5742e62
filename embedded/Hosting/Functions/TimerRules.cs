using Microsoft.Azure.Functions.Worker;
using Work.Embedded.Hosting.Setup;
using Work.Embedded.Hosting.Timers;

namespace Work.Embedded.Hosting.Functions;

/// <summary>Schedules that cannot be read are found at start, not at their first run.</summary>
internal static class TimerRules
{
    public static IEnumerable<string> Check(IReadOnlyList<Function> functions, SettingNames settings) =>
        from function in functions
        where function.Kind == TriggerKind.Timer
        let expression = settings.Resolve(((TimerTriggerAttribute)function.Trigger).Schedule)
        where Schedule.TryParse(expression) is null
        select $"Function '{function.Name}': the schedule '{expression}' is neither NCRONTAB nor a time span above zero.";
}
