using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Invokes the function on a schedule.</summary>
public sealed class TimerTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>
    /// <paramref name="schedule"/> is NCRONTAB of six fields (five are accepted, without seconds), a <see cref="TimeSpan"/>, or <c>%Setting%</c>. UTC.
    /// </summary>
    public TimerTriggerAttribute(string schedule)
    {
        Schedule = schedule;
        UseMonitor = true;
    }

    /// <summary>The schedule as written.</summary>
    public string Schedule { get; }

    /// <summary>Runs once when the host has started. Default false.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>Keeps the schedule's status on disk, so that a missed run is made up. Default true; off for schedules below a minute.</summary>
    public bool UseMonitor { get; set; }
}
