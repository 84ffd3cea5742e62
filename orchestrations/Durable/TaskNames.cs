namespace Work.Orchestrations;

/// <summary>The names under which orchestrators and activities are registered. They are stored in histories: never rename one.</summary>
public static class TaskNames
{
    /// <summary>Owns one continuation of up to 64 works, or one shard of a larger one.</summary>
    public const string RunGraph = "RunGraph";

    /// <summary>Owns the shards of a large continuation.</summary>
    public const string RunShards = "RunShards";

    /// <summary>Holds a claim, a note or a mark: it ends at once; its id and its input are what counts.</summary>
    public const string HoldClaim = "HoldClaim";

    /// <summary>Owns a unique name: decides what becomes of each request, and starts the continuations.</summary>
    public const string OwnName = "OwnName";

    /// <summary>Finds the works of continuations that nothing waits for.</summary>
    public const string ReadLeaves = "ReadLeaves";

    /// <summary>Removes continuations that have ended.</summary>
    public const string ForgetChains = "ForgetChains";

    /// <summary>Stores the decisions of a name's owner whose status does not hold all of them.</summary>
    public const string SaveName = "SaveName";

    /// <summary>Runs a worker once.</summary>
    public const string RunWorker = "RunWorker";

    /// <summary>Loads the works of a continuation that are stored apart.</summary>
    public const string LoadWorks = "LoadWorks";

    /// <summary>Stores an update that has been taken under its generation.</summary>
    public const string KeepUpdate = "KeepUpdate";

    /// <summary>Subscribes to works of another instance, and reads which of them have finished.</summary>
    public const string FollowWorks = "FollowWorks";

    /// <summary>Tells instances what has changed for them.</summary>
    public const string Tell = "Tell";

    /// <summary>The entity that keeps the conditions of a scope, and answers those who watch them.</summary>
    public const string Scope = "Scope";

    /// <summary>Looks at once whether runs of an instance must stop, where they run in this process.</summary>
    public const string LookAtRuns = "LookAtRuns";

    /// <summary>Plans the next firings of a cron schedule.</summary>
    public const string PlanFirings = "PlanFirings";

    /// <summary>The entity that takes changes of content to the works that wait for them.</summary>
    public const string Content = "Content";

    /// <summary>Stores the records of a graph whose status does not hold all details.</summary>
    public const string SaveLedger = "SaveLedger";
}
