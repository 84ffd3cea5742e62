using System.Buffers.Binary;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Work.Embedded.Engine.Tracing;

/// <summary>
/// The spans of one instance, by their ids. An orchestration's span ends long after its first child has begun, perhaps in another process, so its id must be known
/// before it is written: ids are derived from the origin and the place in the history, and come out the same after a replay or a restart.
/// </summary>
/// <param name="origin">Under what the instance was started.</param>
/// <param name="row">The instance's row.</param>
internal sealed class InstanceTrace(TraceOrigin origin, long row)
{
    private const int WholeExecution = 0;

    /// <summary>Under what the instance was started.</summary>
    public ActivityContext Start { get; } = origin.ToContext();

    /// <summary>The span of an execution.</summary>
    public ActivityContext Execution(int execution) => At(execution, WholeExecution);

    /// <summary>The span of a request of an execution, by the request's number: from its sending to its end.</summary>
    public ActivityContext Request(int execution, int id) => At(execution, id);

    private ActivityContext At(int execution, int id) => new(Start.TraceId, IdOf(execution, id), Start.TraceFlags, Start.TraceState, isRemote: true);

    private ActivitySpanId IdOf(int execution, int id)
    {
        var text = origin.Parent;
        Span<byte> place = stackalloc byte[64 + 16];
        var length = Encoding.UTF8.GetBytes(text.AsSpan(0, Math.Min(text.Length, 64)), place);
        BinaryPrimitives.WriteInt64LittleEndian(place[length..], row);
        BinaryPrimitives.WriteInt32LittleEndian(place[(length + 8)..], execution);
        BinaryPrimitives.WriteInt32LittleEndian(place[(length + 12)..], id);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(place[..(length + 16)], digest);
        return ActivitySpanId.CreateFromBytes(digest[..8]);
    }
}
