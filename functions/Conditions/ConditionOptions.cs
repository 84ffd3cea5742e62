namespace Work.Functions.Conditions;

/// <summary>The settings of the built-in sources of conditions, under <c>Work:Conditions</c>. All are off until they are configured.</summary>
public sealed class ConditionOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Work:Conditions";

    /// <summary>How often the built-in sources look; default 15 s.</summary>
    public TimeSpan LookInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The address whose 2xx says that the host is connected; asked only when it is given. Default none.</summary>
    public Uri? HealthUrl { get; set; }

    /// <summary>Whether the free space of the data directory is watched; default false.</summary>
    public bool WatchStorage { get; set; }

    /// <summary>The free bytes below which storage is low; it is no longer when a quarter more is free. Default 500 MiB.</summary>
    public long StorageLowBelow { get; set; } = 500L * 1024 * 1024;

    /// <summary>Whether the use of the processors is watched; default false.</summary>
    public bool WatchIdle { get; set; }

    /// <summary>The part of all processors, 0 to 1, below which the host counts as idle; default 0.2.</summary>
    public double IdleBelow { get; set; } = 0.2;

    /// <summary>How long it must have been so; default 5 minutes.</summary>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromMinutes(5);
}
