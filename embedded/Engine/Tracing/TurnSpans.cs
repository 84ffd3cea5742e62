using System.Diagnostics;
using System.Globalization;
using Microsoft.DurableTask;
using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Instances;
using Work.Embedded.Storage;

namespace Work.Embedded.Engine.Tracing;

/// <summary>
/// The spans that end with a turn of an instance. They are written once the turn is on disk: a crash before it leaves none of them, one right after it may lose them,
/// and none is written twice.
/// </summary>
internal sealed class TurnSpans(InstanceState state, InstanceTrace trace, TimeProvider clock)
{
    private readonly List<SpanDraft> drafts = [];
    private readonly InstanceRecord record = state.Record;

    private DateTimeOffset Now { get; } = clock.GetUtcNow();

    /// <summary>What the code asked for has ended: an activity, a sub-orchestration, a call of an entity.</summary>
    public void RequestEnded(int id, TaskFailureDetails? failure)
    {
        if (state.Ledger.Find(id) is not { } asked)
        {
            return;
        }

        var (name, type, task, target) = asked.Action switch
        {
            TaskScheduled activity => (EngineSpans.NameOf("activity", activity.Name, null), "activity", activity.Name, null),
            ChildScheduled child => (EngineSpans.NameOf("orchestration", child.Name, child.Version), "orchestration", child.Name, child.InstanceId),
            OperationSent call => ($"entity:{EntityOf(call.Target)}:{call.Operation}", "entity", call.Operation, call.Target),
            _ => (asked.Action.Describe(), "task", asked.Action.Describe(), null),
        };
        List<KeyValuePair<string, object?>> tags = [.. Tags(type, task), new(TagNames.TaskId, id)];
        if (target is not null)
        {
            tags.Add(new(TagNames.EventTarget, target));
        }

        drafts.Add(new SpanDraft(name, ActivityKind.Client, trace.Execution(record.Execution), Time(asked.At), Now)
        {
            Id = trace.Request(record.Execution, id).SpanId,
            Tags = tags,
            Fault = failure?.ErrorMessage,
        });
    }

    /// <summary>A timer has fired. When it was set stands in the history alone.</summary>
    public void TimerFired(int id, Store store)
    {
        var at = record.CreatedAt;
        foreach (var happened in store.Reads.Read(reader => reader.History(record.Row)).SelectMany(step => HistoryCodec.Read(step.Events)))
        {
            at = happened is StepStarted step ? step.At : at;
            if (happened is TimerCreated timer && timer.Id == id)
            {
                drafts.Add(new SpanDraft($"orchestration:{record.Name}:timer", ActivityKind.Internal, trace.Execution(record.Execution), Time(at), Now)
                {
                    Tags = [.. Tags("timer", record.Name), new(TagNames.TaskId, id), new(TagNames.FireAt, Time(timer.FireAt).ToString("O", CultureInfo.InvariantCulture))],
                });
                return;
            }
        }
    }

    /// <summary>The execution is over: the instance has ended, or goes on as new.</summary>
    public void ExecutionEnded(string status, string? fault)
    {
        if (!state.Ledger.HasStarted)
        {
            return;
        }

        List<KeyValuePair<string, object?>> tags = [.. Tags("orchestration", record.Name), new(TagNames.ExecutionId, record.Execution), new(TagNames.Status, status)];
        if (!string.IsNullOrEmpty(record.Version))
        {
            tags.Add(new(TagNames.Version, record.Version));
        }

        drafts.Add(new SpanDraft(EngineSpans.NameOf("orchestration", record.Name, record.Version), ActivityKind.Server, trace.Start, Time(state.Ledger.FirstStepAt), Now)
        {
            Id = trace.Execution(record.Execution).SpanId,
            Tags = tags,
            Fault = fault,
        });
    }

    /// <summary>The turn is on disk.</summary>
    public void Write() => drafts.ForEach(EngineSpans.Write);

    private KeyValuePair<string, object?>[] Tags(string type, string name) =>
        [new(TagNames.Type, type), new(TagNames.Name, name), new(TagNames.InstanceId, record.Id)];

    private static string EntityOf(string target) => target.Split('@', StringSplitOptions.RemoveEmptyEntries) is [var name, ..] ? name : target;

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);
}
