using Work.Embedded.Engine.History;
using Work.Embedded.Engine.Tracing;

namespace Work.Embedded.Engine.Messages;

/// <summary>The form on disk of messages between instances. Numbers of kinds are for ever.</summary>
internal static class MessageCodec
{
    private enum Kind : byte
    {
        Start = 1,
        Event = 2,
        TaskEnded = 3,
        Terminate = 4,
        Operation = 5,
    }

    public static byte[] Write(Message message)
    {
        var writer = BlobWriter.Start();
        switch (message)
        {
            case StartMessage start:
                writer.Byte((byte)Kind.Start);
                WriteStart(writer, start);
                break;
            case EventMessage raised:
                writer.Byte((byte)Kind.Event);
                writer.Text(raised.Name);
                writer.Text(raised.Payload);
                break;
            case TaskEndedMessage ended:
                writer.Byte((byte)Kind.TaskEnded);
                WriteEnded(writer, ended);
                break;
            case TerminateMessage terminate:
                writer.Byte((byte)Kind.Terminate);
                writer.Text(terminate.Output);
                writer.Bool(terminate.Recursive);
                break;
            case OperationMessage operation:
                writer.Byte((byte)Kind.Operation);
                writer.Text(operation.Operation);
                writer.Text(operation.Input);
                WriteAddress(writer, operation.Caller);
                break;
            default:
                throw new InvalidOperationException($"{message.GetType().Name} does not travel between instances.");
        }

        return writer.ToArray();
    }

    public static Message Read(byte[] body, long number)
    {
        var reader = new BlobReader(body);
        var kind = (Kind)reader.Byte();
        Message message = kind switch
        {
            Kind.Start => ReadStart(ref reader),
            Kind.Event => new EventMessage(reader.Text()!, reader.Text()),
            Kind.TaskEnded => new TaskEndedMessage(
                reader.Int(), reader.Int32(), reader.Int32(), reader.Text(), reader.Bool() ? FailureCodec.Read(ref reader) : null),
            Kind.Terminate => new TerminateMessage(reader.Text(), reader.Bool()),
            Kind.Operation => new OperationMessage { Operation = reader.Text()!, Input = reader.Text(), Caller = ReadAddress(ref reader) },
            _ => throw new InvalidDataException($"A stored message has the unknown kind {(int)kind}."),
        };
        message.Number = number;
        return message;
    }

    /// <summary>Who waits for an instance's end, and the trace that its start is part of; null when there is neither.</summary>
    public static byte[]? OriginToBytes(ReplyAddress? address, TraceOrigin? trace)
    {
        if (address is null && trace is null)
        {
            return null;
        }

        var writer = BlobWriter.Start();
        WriteAddress(writer, address);
        WriteTrace(writer, trace);
        return writer.ToArray();
    }

    public static ReplyAddress? AddressFromBytes(byte[]? bytes)
    {
        if (bytes is null)
        {
            return null;
        }

        var reader = new BlobReader(bytes);
        return ReadAddress(ref reader);
    }

    public static TraceOrigin? TraceFromBytes(byte[]? bytes)
    {
        if (bytes is null)
        {
            return null;
        }

        var reader = new BlobReader(bytes);
        _ = ReadAddress(ref reader);
        return ReadTrace(ref reader);
    }

    private static void WriteStart(BlobWriter writer, StartMessage start)
    {
        writer.Text(start.Name);
        writer.Text(start.Version);
        writer.Text(start.Input);
        writer.Bytes(start.Tags);
        writer.OptionalInt(start.StartAt);
        writer.Text(start.DedupeStatuses is null ? null : string.Join(',', start.DedupeStatuses));
        WriteAddress(writer, start.Parent);
        WriteTrace(writer, start.Trace);
    }

    private static StartMessage ReadStart(ref BlobReader reader) => new()
    {
        Name = reader.Text()!,
        Version = reader.Text(),
        Input = reader.Text(),
        Tags = reader.Bytes(),
        StartAt = reader.OptionalInt(),
        DedupeStatuses = reader.Text()?.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToList(),
        Parent = ReadAddress(ref reader),
        Trace = ReadTrace(ref reader),
    };

    private static void WriteEnded(BlobWriter writer, TaskEndedMessage ended)
    {
        writer.Int(ended.Row);
        writer.Int(ended.Execution);
        writer.Int(ended.TaskId);
        writer.Text(ended.Result);
        writer.Bool(ended.Failure is not null);
        if (ended.Failure is { } failure)
        {
            FailureCodec.Write(writer, failure);
        }
    }

    private static void WriteAddress(BlobWriter writer, ReplyAddress? address)
    {
        writer.Text(address?.InstanceId);
        if (address is not null)
        {
            writer.Int(address.Row);
            writer.Int(address.Execution);
            writer.Int(address.TaskId);
            writer.Text(address.Name);
        }
    }

    // The last of what it stands in: what was written before there were traces ends here, and so does what has none.
    private static void WriteTrace(BlobWriter writer, TraceOrigin? trace)
    {
        if (trace is not null)
        {
            writer.Text(trace.Parent);
            writer.Text(trace.State);
        }
    }

    private static TraceOrigin? ReadTrace(ref BlobReader reader) => reader.IsAtEnd ? null : new TraceOrigin(reader.Text()!, reader.Text());

    private static ReplyAddress? ReadAddress(ref BlobReader reader) =>
        reader.Text() is { } id ? new ReplyAddress(id, reader.Int(), reader.Int32(), reader.Int32(), reader.Text()!) : null;
}
