namespace Work.Embedded.Engine.History;

/// <summary>
/// The form of a step on disk: a format byte, then its events; of several steps, one after the other, a format byte and the events of all. Numbers of kinds are for
/// ever; a new kind gets a new one.
/// </summary>
internal static class HistoryCodec
{
    /// <summary>How many bytes stand before the events.</summary>
    public const int FormatBytes = 1;

    private const byte Format = 1;

    private enum Kind : byte
    {
        StepStarted = 1,
        TaskCompleted = 2,
        TaskFailed = 3,
        TimerFired = 4,
        EventRaised = 5,
        Suspended = 6,
        Resumed = 7,
        TaskScheduled = 8,
        TimerCreated = 9,
        ChildScheduled = 10,
        EventSent = 11,
        OperationSent = 12,
    }

    public static byte[] Write(IReadOnlyList<HistoryEvent> events)
    {
        var writer = BlobWriter.Start();
        writer.Byte(Format);
        for (var index = 0; index < events.Count; index++)
        {
            Write(writer, events[index]);
        }

        return writer.ToArray();
    }

    public static List<HistoryEvent> Read(byte[] blob)
    {
        var reader = new BlobReader(blob);
        var format = reader.Byte();
        if (format != Format)
        {
            throw new InvalidDataException($"A step of history has format {format}; this program knows format {Format}.");
        }

        var events = new List<HistoryEvent>();
        while (!reader.IsAtEnd)
        {
            events.Add(ReadEvent(ref reader));
        }

        return events;
    }

    private static void Write(BlobWriter writer, HistoryEvent happened)
    {
        switch (happened)
        {
            case StepStarted step:
                Start(writer, Kind.StepStarted, step.At).Int(step.Boot);
                break;
            case TaskCompleted completed:
                Start(writer, Kind.TaskCompleted, completed.Id).Text(completed.Result);
                break;
            case TaskFailed failed:
                FailureCodec.Write(Start(writer, Kind.TaskFailed, failed.Id), failed.Failure);
                break;
            case TimerFired fired:
                Start(writer, Kind.TimerFired, fired.Id);
                break;
            case EventRaised raised:
                Start(writer, Kind.EventRaised, 0).Text(raised.Name);
                writer.Text(raised.Payload);
                break;
            case ExecutionSuspended suspended:
                Start(writer, Kind.Suspended, 0).Text(suspended.Reason);
                break;
            case ExecutionResumed resumed:
                Start(writer, Kind.Resumed, 0).Text(resumed.Reason);
                break;
            case ActionEvent action:
                WriteAction(writer, action);
                break;
            default:
                throw new InvalidOperationException($"History knows no {happened.GetType().Name}.");
        }
    }

    private static void WriteAction(BlobWriter writer, ActionEvent action)
    {
        switch (action)
        {
            case TaskScheduled task:
                Start(writer, Kind.TaskScheduled, task.Id).Text(task.Name);
                writer.Text(task.Input);
                break;
            case TimerCreated timer:
                Start(writer, Kind.TimerCreated, timer.Id).Int(timer.FireAt);
                break;
            case ChildScheduled child:
                Start(writer, Kind.ChildScheduled, child.Id).Text(child.InstanceId);
                writer.Text(child.Name);
                writer.Text(child.Input);
                writer.Text(child.Version);
                writer.Bytes(child.Tags);
                break;
            case EventSent sent:
                Start(writer, Kind.EventSent, sent.Id).Text(sent.Target);
                writer.Text(sent.Name);
                writer.Text(sent.Payload);
                break;
            case OperationSent operation:
                Start(writer, Kind.OperationSent, operation.Id).Text(operation.Target);
                writer.Text(operation.Operation);
                writer.Text(operation.Input);
                writer.Bool(operation.IsCall);
                writer.OptionalInt(operation.DueAt);
                break;
            default:
                throw new InvalidOperationException($"History knows no {action.GetType().Name}.");
        }
    }

    private static HistoryEvent ReadEvent(ref BlobReader reader)
    {
        var kind = (Kind)reader.Byte();
        var number = reader.Int();
        var id = (int)number;
        return kind switch
        {
            Kind.StepStarted => new StepStarted(number, reader.Int()),
            Kind.TaskCompleted => new TaskCompleted(id, reader.Text()),
            Kind.TaskFailed => new TaskFailed(id, FailureCodec.Read(ref reader)),
            Kind.TimerFired => new TimerFired(id),
            Kind.EventRaised => new EventRaised(reader.Text()!, reader.Text()),
            Kind.Suspended => new ExecutionSuspended(reader.Text()),
            Kind.Resumed => new ExecutionResumed(reader.Text()),
            Kind.TaskScheduled => new TaskScheduled(id, reader.Text()!, reader.Text()),
            Kind.TimerCreated => new TimerCreated(id, reader.Int()),
            Kind.ChildScheduled => new ChildScheduled(id, reader.Text()!, reader.Text()!, reader.Text(), reader.Text(), reader.Bytes()),
            Kind.EventSent => new EventSent(id, reader.Text()!, reader.Text()!, reader.Text()),
            Kind.OperationSent => new OperationSent(id, reader.Text()!, reader.Text()!, reader.Text(), reader.Bool(), reader.OptionalInt()),
            _ => throw new InvalidDataException($"A step of history holds an event of the unknown kind {(int)kind}."),
        };
    }

    private static BlobWriter Start(BlobWriter writer, Kind kind, long number)
    {
        writer.Byte((byte)kind);
        writer.Int(number);
        return writer;
    }
}
