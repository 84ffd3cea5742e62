namespace Work.Embedded.Storage;

/// <summary>Writes that stand or fall together. The committer may put many of them into one transaction.</summary>
internal interface IStoreWrite
{
    /// <summary>Writes; on the writer thread, inside a transaction. May be called a second time when the first one was rolled back.</summary>
    void Apply(StoreWriter writer);

    /// <summary>Told once the writes are on disk. Must not block.</summary>
    void Committed();

    /// <summary>Told when the writes were not made, and will not be. Must not block.</summary>
    void Failed(Exception reason);
}
