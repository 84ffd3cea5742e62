using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Work.Embedded.Engine.Tracing;

/// <summary>
/// Gives a span the id under which its children know it. The platform has no public way to do so, and Durable Task itself goes this one; a test notices when a field
/// of the platform has moved.
/// </summary>
internal static class SpanIds
{
    public static void Set(Activity span, ActivitySpanId id)
    {
        SpanId(span) = id.ToHexString();
        WholeId(span) = null;
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_spanId")]
    private static extern ref string? SpanId(Activity span);

    // Made from the parts when it is next asked for.
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_id")]
    private static extern ref string? WholeId(Activity span);
}
