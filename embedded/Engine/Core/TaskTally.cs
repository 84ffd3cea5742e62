using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Messages;

namespace Work.Embedded.Engine.Core;

/// <summary>
/// Counts what is asked of the engine. A step that the store does not take is counted, and counted again when it is repeated: these are figures, and nothing is decided by them.
/// </summary>
internal sealed class TaskTally
{
    private long starts;
    private long subOrchestrations;
    private long activities;
    private long timers;
    private long events;
    private long signals;
    private long calls;
    private long ends;
    private long happenings;

    public TaskCounts Counts => new(
        Interlocked.Read(ref starts), Interlocked.Read(ref subOrchestrations), Interlocked.Read(ref activities), Interlocked.Read(ref timers), Interlocked.Read(ref events),
        Interlocked.Read(ref signals), Interlocked.Read(ref calls), Interlocked.Read(ref ends), Interlocked.Read(ref happenings));

    public void Started() => Interlocked.Increment(ref starts);

    public void Raised() => Interlocked.Increment(ref events);

    public void Ended() => Interlocked.Increment(ref ends);

    public void Operated(OperationMessage operation) => Interlocked.Increment(ref operation.Caller is null ? ref signals : ref calls);

    public void Happened(HistoryEvent happened)
    {
        switch (happened)
        {
            case StepStarted:
                return;
            case TaskScheduled:
                Interlocked.Increment(ref activities);
                break;
            case TimerCreated:
                Interlocked.Increment(ref timers);
                break;
            case ChildScheduled:
                Interlocked.Increment(ref subOrchestrations);
                break;
        }

        Interlocked.Increment(ref happenings);
    }
}
