namespace Work.Embedded.Engine;

/// <summary>
/// Takes what an engine hands over from one thread to another: turns, commits, what follows a commit, activities, wakes. Without one it is the thread
/// pool, and a thread of its own for the writer; a simulation puts all of it into one order that it can repeat.
/// </summary>
internal interface IHandover
{
    /// <summary>Runs the item later, once; never on the caller's stack.</summary>
    void Take(IThreadPoolWorkItem item);
}
