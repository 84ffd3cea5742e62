namespace Work.Model;

/// <summary>
/// All numbers that bound a request. Built from a profile by <see cref="For"/>; each can then be set by itself.
/// The defaults of the properties are those of the profile <see cref="WorkProfile.Server"/>.
/// </summary>
public sealed record WorkLimits
{
    /// <summary>The least period; a shorter one is raised. PT1M, Android PT15M.</summary>
    public TimeSpan MinPeriod { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The least flex; a shorter one is raised. PT10S, Android PT5M.</summary>
    public TimeSpan MinFlex { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The least backoff delay; a shorter one is raised. PT1S, Android PT10S.</summary>
    public TimeSpan MinBackoff { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest backoff delay, both as requested and as grown. PT5H.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromHours(5);

    /// <summary>The backoff delay when none is given. PT30S.</summary>
    public TimeSpan DefaultBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most bytes that input, merged input, output and progress may each have. 256 KiB, Android 10,240.</summary>
    public int MaxDataBytes { get; init; } = 256 * 1024;

    /// <summary><c>maxAttempts</c> when none is given; 0 is without limit. 10, Android 0.</summary>
    public int DefaultMaxAttempts { get; init; } = 10;

    /// <summary>Whether a worker's exception is a retry rather than a failure. True, Android false.</summary>
    public bool RetriesExceptions { get; init; } = true;

    /// <summary>The part of a backoff delay, 0 to 1, that chance may add to it. 0.10, Android 0.</summary>
    public double Jitter { get; init; } = 0.10;

    /// <summary>Whether a run that was stopped by a lost constraint waits its backoff out before it starts again, rather than for the constraint alone. False, Android true.</summary>
    public bool ConstraintStopsBackOff { get; init; }

    /// <summary>The least quiet time after a change of content; a shorter one is raised. PT0.5S.</summary>
    public TimeSpan MinTriggerUpdateDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The quiet time after a change of content when none is given. PT10S.</summary>
    public TimeSpan DefaultTriggerUpdateDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The least longest wait after a change of content; a shorter one is raised. PT1S.</summary>
    public TimeSpan MinTriggerMaxDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait after a change of content when none is given. PT2M.</summary>
    public TimeSpan DefaultTriggerMaxDelay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The most unfinished works that wait for content; more are refused. Null is without limit. Null, Android 8.</summary>
    public int? MaxContentTriggerWorks { get; init; }

    /// <summary>
    /// How much later each run from the sixth on starts at least, counted from the first, when runs are stopped again and again; zero is no such spacing.
    /// Zero, Android PT30S.
    /// </summary>
    public TimeSpan RunSpacing { get; init; }

    /// <summary>The longest run when no timeout is given. PT10M.</summary>
    public TimeSpan DefaultTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The longest timeout that may be asked for. P30D.</summary>
    public TimeSpan MaxTimeout { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long results are kept after the finish when nothing is given. P1D.</summary>
    public TimeSpan DefaultKeepResultsFor { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The farthest into the future that a delay, a start or a retention may reach. P3650D, ten years.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromDays(3650);

    /// <summary>The most tags of one work, its worker's name not counted. 50.</summary>
    public int MaxTags { get; init; } = 50;

    /// <summary>The most characters of a tag. 128.</summary>
    public int MaxTagLength { get; init; } = 128;

    /// <summary>The most characters of a key. 100, as ids.</summary>
    public int MaxIdLength { get; init; } = WorkIds.MaxLength;

    /// <summary>The most characters of a unique name. 256.</summary>
    public int MaxUniqueNameLength { get; init; } = 256;

    /// <summary>The most characters of a trace tag. 127.</summary>
    public int MaxTraceTagLength { get; init; } = 127;

    /// <summary>The most bytes of one request body. 4 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>The most works of one continuation. 10,000.</summary>
    public int MaxWorksPerRequest { get; init; } = 10_000;

    /// <summary>The deepest nesting of objects and arrays in a body. 64.</summary>
    public int MaxJsonDepth { get; init; } = 64;

    /// <summary>The most faults that one answer lists, so that a hostile body cannot have an answer far larger than itself. 1,000.</summary>
    public int MaxFaults { get; init; } = 1_000;

    /// <summary>How many works of the app may run at once; 0 is without a limit of ours. Set as <c>Work:Slots</c>.</summary>
    public int Slots { get; init; }

    /// <summary>The shortest lease. PT5S.</summary>
    public TimeSpan MinLease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest lease; a holder that needs longer renews it. PT1H.</summary>
    public TimeSpan MaxLease { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The length of a lease when none is given. PT1M.</summary>
    public TimeSpan DefaultLease { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The most works that one call leases, and the most workers that it names. 100.</summary>
    public int MaxLeasesPerCall { get; init; } = 100;

    /// <summary>The run time that long-running work of one worker may have in 24 hours; null is without limit. Set as <c>Work:ForegroundBudget</c>.</summary>
    public TimeSpan? ForegroundBudget { get; init; }

    /// <summary>How much expedited work a scope may have; null is without limit. Set as <c>Work:ExpeditedQuota</c>.</summary>
    public ExpeditedQuota? ExpeditedQuota { get; init; }

    /// <summary>The limits of a profile.</summary>
    public static WorkLimits For(WorkProfile profile) => profile switch
    {
        WorkProfile.Server => new WorkLimits(),
        WorkProfile.Android => new WorkLimits
        {
            MinPeriod = TimeSpan.FromMinutes(15),
            MinFlex = TimeSpan.FromMinutes(5),
            MinBackoff = TimeSpan.FromSeconds(10),
            MaxDataBytes = 10_240,
            DefaultMaxAttempts = 0,
            RetriesExceptions = false,
            Jitter = 0,
            RunSpacing = TimeSpan.FromSeconds(30),
            ConstraintStopsBackOff = true,
            MaxContentTriggerWorks = 8,
        },
        _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "no such profile"),
    };
}
