namespace Work.Model;

/// <summary>What an enqueue did.</summary>
public enum EnqueueOperation
{
    /// <summary>At least one work is new.</summary>
    Enqueued,

    /// <summary>All works were stored already, or work of the unique name stays; nothing has changed.</summary>
    Kept,

    /// <summary>What existed under the unique name is gone.</summary>
    Replaced,

    /// <summary>The works wait for what exists under the unique name.</summary>
    Appended,

    /// <summary>The existing work of the unique name has taken the request, and is what it was: its id, its enqueue time, its attempts and periods.</summary>
    Updated,
}
