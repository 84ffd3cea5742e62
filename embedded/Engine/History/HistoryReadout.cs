using Microsoft.DurableTask.Client;
using Work.Embedded.Engine.Core;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.History;

/// <summary>An instance's history in a form that outlives changes of the one on disk. Begin and end come from its row.</summary>
internal static class HistoryReadout
{
    public static IReadOnlyList<HistoryEntry> Read(EngineCore core, string id) => core.Store.Reads.Read(reader =>
    {
        if (reader.Find(id) is not { } record)
        {
            return [];
        }

        var at = Time(record.CreatedAt);
        var entries = new List<HistoryEntry> { new(at, "ExecutionStarted", null, record.Name, record.Input) };
        foreach (var happened in reader.History(record.Row).SelectMany(step => HistoryCodec.Read(step.Events)))
        {
            at = happened is StepStarted step ? Time(step.At) : at;
            entries.Add(Entry(at, happened));
        }

        if (record.Status is not ((int)OrchestrationRuntimeStatus.Running or (int)OrchestrationRuntimeStatus.Pending or (int)OrchestrationRuntimeStatus.Suspended))
        {
            entries.Add(Ended(record));
        }

        return (IReadOnlyList<HistoryEntry>)entries;
    });

    private static HistoryEntry Ended(InstanceRecord record)
    {
        var payload = record.Failure is { } failure ? FailureCodec.FromBytes(failure).ToString() : record.Output;
        return new(Time(record.UpdatedAt), $"Execution{(OrchestrationRuntimeStatus)record.Status}", null, record.Name, payload);
    }

    private static HistoryEntry Entry(DateTimeOffset at, HistoryEvent happened)
    {
        var kind = happened.GetType().Name;
        return happened switch
        {
            TaskCompleted completed => new(at, kind, completed.Id, null, completed.Result),
            TaskFailed failed => new(at, kind, failed.Id, null, failed.Failure.ToString()),
            TimerFired fired => new(at, kind, fired.Id, null, null),
            EventRaised raised => new(at, kind, null, raised.Name, raised.Payload),
            ExecutionSuspended suspended => new(at, kind, null, null, suspended.Reason),
            ExecutionResumed resumed => new(at, kind, null, null, resumed.Reason),
            TaskScheduled task => new(at, kind, task.Id, task.Name, task.Input),
            TimerCreated timer => new(at, kind, timer.Id, null, $"{Time(timer.FireAt):O}"),
            ChildScheduled child => new(at, kind, child.Id, $"{child.Name} {child.InstanceId}", child.Input),
            EventSent sent => new(at, kind, sent.Id, $"{sent.Name} to {sent.Target}", sent.Payload),
            OperationSent operation => new(at, kind, operation.Id, $"{operation.Operation} of {operation.Target}", operation.Input),
            _ => new(at, kind, null, null, null),
        };
    }

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
