namespace Work.Functions.Callers;

/// <summary>The app roles that a caller with an Entra ID token may have. None contains another: who reads and writes has both.</summary>
public static class WorkRoles
{
    /// <summary>Reads works, their history and events, conditions and workers.</summary>
    public const string Read = "Work.Read";

    /// <summary>Enqueues, changes, cancels and leases works.</summary>
    public const string Write = "Work.Write";

    /// <summary>Does what touches the works of everybody: prune, cancel all, pause workers, report conditions, read the figures.</summary>
    public const string Operate = "Work.Operate";
}
