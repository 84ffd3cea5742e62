using System.Text.Json;
using Microsoft.DurableTask;

namespace Work.Embedded.Engine.History;

/// <summary>The form of a failure on disk, with the failures inside it.</summary>
internal static class FailureCodec
{
    public static byte[] ToBytes(TaskFailureDetails failure)
    {
        var writer = BlobWriter.Start();
        Write(writer, failure);
        return writer.ToArray();
    }

    public static TaskFailureDetails FromBytes(byte[] bytes)
    {
        var reader = new BlobReader(bytes);
        return Read(ref reader);
    }

    public static void Write(BlobWriter writer, TaskFailureDetails failure)
    {
        writer.Text(failure.ErrorType);
        writer.Text(failure.ErrorMessage);
        writer.Text(failure.StackTrace);
        writer.Text(failure.Properties is { Count: > 0 } properties ? JsonSerializer.Serialize(properties) : null);
        writer.Bool(failure.InnerFailure is not null);
        if (failure.InnerFailure is { } inner)
        {
            Write(writer, inner);
        }
    }

    public static TaskFailureDetails Read(ref BlobReader reader)
    {
        var type = reader.Text()!;
        var message = reader.Text()!;
        var stack = reader.Text();
        var properties = reader.Text();
        var inner = reader.Bool() ? Read(ref reader) : null;
        return new TaskFailureDetails(
            type, message, stack, inner, properties is null ? null : JsonSerializer.Deserialize<Dictionary<string, object?>>(properties));
    }
}
