using Microsoft.Extensions.Logging;

namespace Work.Embedded.Engine.Core;

/// <summary>What the engine says in its log.</summary>
internal static partial class EngineLog
{
    [LoggerMessage(1, LogLevel.Information, "Engine ready: {Path}, SQLite {Version}, {Running} instances go on, {Messages} messages are delivered again.")]
    public static partial void Ready(ILogger log, string path, string version, int running, int messages);

    [LoggerMessage(2, LogLevel.Error, "The store did not take a step of {Id}; it is tried again in {Delay}.")]
    public static partial void StepNotStored(ILogger log, string id, TimeSpan delay, Exception reason);

    [LoggerMessage(3, LogLevel.Error, "A step of {Id} broke off inside the engine.")]
    public static partial void StepBroke(ILogger log, string id, Exception reason);

    [LoggerMessage(4, LogLevel.Warning, "Activity {Name} of {Id} failed.")]
    public static partial void ActivityFailed(ILogger log, string name, string id, Exception reason);

    [LoggerMessage(5, LogLevel.Warning, "Orchestration {Name} {Id} failed: {Failure}")]
    public static partial void InstanceFailed(ILogger log, string name, string id, string failure);

    [LoggerMessage(6, LogLevel.Warning, "Operation {Operation} of entity {Id} failed; its effects are undone.")]
    public static partial void OperationFailed(ILogger log, string operation, string id, Exception reason);

    [LoggerMessage(7, LogLevel.Warning, "{Running} activities did not stop within {Timeout}; they are delivered again at the next start.")]
    public static partial void DrainTimedOut(ILogger log, int running, TimeSpan timeout);

    [LoggerMessage(8, LogLevel.Information, "Engine stopped.")]
    public static partial void Stopped(ILogger log);

    [LoggerMessage(9, LogLevel.Warning, "The store could not be opened; it is tried again in {Pause}. {Reason}")]
    public static partial void StoreNotOpened(ILogger log, TimeSpan pause, string reason);

    [LoggerMessage(10, LogLevel.Warning, "The stop could not be noted in the store: runs that it ended count as lost at the next start.")]
    public static partial void StopNotNoted(ILogger log, Exception reason);
}
