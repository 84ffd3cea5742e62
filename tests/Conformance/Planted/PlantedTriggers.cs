using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Conformance.Planted;

public static class PlantedTriggers
{
    [Breaks("schedule", "four fields"), Function("FourFields")]
    public static void FourFields([TimerTrigger("0 17 * *", UseMonitor = false)] TimerInfo timer) => _ = timer;

    [Breaks("schedule", "minute 61"), Function("Minute61")]
    public static void Minute61([TimerTrigger("0 61 * * * *", UseMonitor = false)] TimerInfo timer) => _ = timer;

    [Breaks("schedule", "a setting and more"), Function("MoreThanASetting")]
    public static void MoreThanASetting([TimerTrigger("0 %Minutes% * * * *", UseMonitor = false)] TimerInfo timer) => _ = timer;

    [Breaks("schedule's form", "a length"), Function("Length")]
    public static void Length([TimerTrigger("01:00:00", UseMonitor = false)] TimerInfo timer) => _ = timer;

    [Breaks("monitor", "each ten seconds"), Function("TenSeconds")]
    public static void TenSeconds([TimerTrigger("*/10 * * * * *")] TimerInfo timer) => _ = timer;

    [Breaks("run on startup", "one that nobody allowed"), Function("AtStart")]
    public static void AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer) => _ = timer;

    [Breaks("queue name", "upper case"), Function("UpperCase")]
    public static void UpperCase([QueueTrigger("WorkRequests")] string message) => _ = message;

    [Breaks("queue name", "two hyphens"), Function("TwoHyphens")]
    public static void TwoHyphens([QueueTrigger("work--requests")] string message) => _ = message;

    [Breaks("poison queue", "57 letters"), Function("LongQueue")]
    public static void LongQueue([QueueTrigger("work-requests-of-a-department-with-a-name-that-is-too-lng")] string message) => _ = message;

    [Breaks("blob source", "looks at the container"), Function("Blob")]
    public static void Blob([BlobTrigger(Source = "LogsAndContainerScan")] string content) => _ = content;

    // No package that the project takes has one; rules know attributes by their names.
    [AttributeUsage(AttributeTargets.Parameter)]
    private sealed class BlobTriggerAttribute : TriggerBindingAttribute
    {
        public string? Source { get; set; }
    }
}
