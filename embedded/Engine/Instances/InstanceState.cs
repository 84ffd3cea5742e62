using Microsoft.DurableTask.Client;
using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Messages;
using Work.Embedded.Engine.Orchestrations;
using Work.Embedded.Engine.Tracing;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Instances;

/// <summary>An instance in memory: its row, what its history says is open, and its code if that was needed.</summary>
internal sealed class InstanceState(InstanceRecord record, int nextSequence)
{
    private InstanceTrace? trace;
    private bool isTraceRead;

    public InstanceRecord Record => record;

    /// <summary>Its spans; null when it was started under no trace.</summary>
    public InstanceTrace? Trace
    {
        get
        {
            if (!isTraceRead)
            {
                trace = MessageCodec.TraceFromBytes(record.Parent) is { } origin ? new InstanceTrace(origin, record.Row) : null;
                isTraceRead = true;
            }

            return trace;
        }
    }

    public Ledger Ledger { get; set; } = new();

    /// <summary>The number of the next step of history that does not lie in the row.</summary>
    public int NextSequence { get; set; } = nextSequence;

    /// <summary>How many bytes of steps lie in the row. What follows a step that did not fit does not lie there either.</summary>
    public int BytesInRow { get; set; }

    public bool HasHistory => BytesInRow > 0 || NextSequence > HistoryTable.FirstSequence;

    /// <summary>Whether a step of so many bytes goes into the row.</summary>
    public bool FitsInRow(int bytes) => NextSequence == HistoryTable.FirstSequence && BytesInRow + bytes <= HistoryTable.MostBytesInRow;

    /// <summary>The code, up to the last step; null until a step needs it.</summary>
    public CodeRun? Run { get; set; }

    /// <summary>The input as the starter in this process gave it, until the code has begun; null when it has to be read from the row.</summary>
    public object? InputValue { get; set; }

    public OrchestrationRuntimeStatus Status
    {
        get => (OrchestrationRuntimeStatus)record.Status;
        set => record.Status = (int)value;
    }

    public bool IsEnded => IsEndedStatus(Status);

    /// <summary>Whether its scheduled start is still to come.</summary>
    public bool IsBeforeStart(long now) => !Ledger.HasStarted && record.StartAt > now;

    public static bool IsEndedStatus(OrchestrationRuntimeStatus status) =>
        status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
