namespace Work.Model;

/// <summary>What an enqueue did.</summary>
public enum EnqueueOperation
{
    /// <summary>At least one work is new.</summary>
    Enqueued,

    /// <summary>All works were stored already; nothing has changed.</summary>
    Kept,
}
