using Work.Functions.Workers;
using Work.Model;

namespace Work.Functions.Works;

/// <summary>The settings under <c>Work</c>.</summary>
public sealed class WorkOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Work";

    /// <summary>The shortest <see cref="StopWatchInterval"/>.</summary>
    public static readonly TimeSpan LeastStopWatchInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Which set of limits holds; default Server.</summary>
    public WorkProfile Profile { get; set; } = WorkProfile.Server;

    /// <summary>The limits in force: the profile's, each of which can be set by itself under <c>Work:Limits</c>.</summary>
    public WorkLimits Limits { get; set; } = WorkLimits.For(WorkProfile.Server);

    /// <summary>How many works of the app may run at once; default 0, which is without a limit of ours. At most 1,000. It holds for what is enqueued from then on.</summary>
    public int Slots { get; set; }

    /// <summary>The root under which others reach this host, such as https://work.example.com; null, the default, is the host's own address.</summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Workers outside the process, whose works are leased over HTTP; none by default.</summary>
    public IList<ExternalWorkerOptions> ExternalWorkers { get; } = [];

    /// <summary>Whether finished work is removed once it has been kept for its <c>keepResultsFor</c>; default true. An explicit prune works in any case.</summary>
    public bool AutoPrune { get; set; } = true;

    /// <summary>How much expedited work a scope may have; default null, which is without limit. It holds for what is enqueued from then on.</summary>
    public ExpeditedQuota? ExpeditedQuota { get; set; }

    /// <summary>How often the works that run here are checked for a stop, and workers for a pause; default 1 s, at least 50 ms.</summary>
    public TimeSpan StopWatchInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a stream of events may be silent before a comment line shows that it is alive; default 15 s, at least 50 ms.</summary>
    public TimeSpan EventsQuietInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The shortest <see cref="EventsQuietInterval"/>.</summary>
    public static readonly TimeSpan LeastEventsQuietInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How many streams of events this process serves at once; one more is answered with 503. Default 1,000, more than zero.</summary>
    public int MaxEventStreams { get; set; } = 1_000;

    /// <summary>How long a stopped run may wind up before it is left behind; default 10 s.</summary>
    public TimeSpan StopGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The least time between two progress reports of a run that are stored; later ones are merged. Default 1 s.</summary>
    public TimeSpan ProgressInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The run time that long-running work of one worker may have in any 24 hours; default null, which is without limit. At least 1 min. It holds for what is
    /// enqueued from then on.
    /// </summary>
    public TimeSpan? ForegroundBudget { get; set; }

    /// <summary>The least <see cref="ForegroundBudget"/>.</summary>
    public static readonly TimeSpan LeastForegroundBudget = TimeSpan.FromMinutes(1);

    /// <summary>How long a long-running run may be silent before it counts as lost; default 1 min, at least 1 s.</summary>
    public TimeSpan HeartbeatTimeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The shortest <see cref="HeartbeatTimeout"/>.</summary>
    public static readonly TimeSpan LeastHeartbeatTimeout = TimeSpan.FromSeconds(1);

    /// <summary>The least time between two heartbeats that are stored; default 20 s.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(20);
}
