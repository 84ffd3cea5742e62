namespace Work.Model;

/// <summary>Why the last run was stopped before it gave a result. The names are WorkManager's.</summary>
public enum StopReason
{
    /// <summary>The last run was not stopped, or there was none.</summary>
    NotStopped,

    /// <summary>The run was lost: its process died, or it stopped answering.</summary>
    Unknown,

    /// <summary>The work was cancelled or replaced.</summary>
    CancelledByApp,

    /// <summary>Work of higher priority took its place.</summary>
    Preempt,

    /// <summary>The run took longer than its timeout.</summary>
    Timeout,

    /// <summary>The machine's state did not allow the run.</summary>
    DeviceState,

    /// <summary>The battery ran low.</summary>
    ConstraintBatteryNotLow,

    /// <summary>Charging ended.</summary>
    ConstraintCharging,

    /// <summary>The network that the work needs was lost.</summary>
    ConstraintConnectivity,

    /// <summary>The device is no longer idle.</summary>
    ConstraintDeviceIdle,

    /// <summary>Storage ran low.</summary>
    ConstraintStorageNotLow,

    /// <summary>A named condition no longer holds.</summary>
    ConstraintCondition,

    /// <summary>The time window closed.</summary>
    ConstraintWindow,

    /// <summary>The quota ran out.</summary>
    Quota,

    /// <summary>Background work was restricted.</summary>
    BackgroundRestriction,

    /// <summary>The scope's standby bucket does not allow the run.</summary>
    AppStandby,

    /// <summary>A person stopped it.</summary>
    User,

    /// <summary>The system needed the room.</summary>
    SystemProcessing,

    /// <summary>The host is shutting down.</summary>
    HostShutdown,

    /// <summary>The foreground budget ran out.</summary>
    ForegroundServiceTimeout,
}
