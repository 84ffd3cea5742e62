using System.Text;
using Work.Model;

namespace Model.Tests.Requests;

/// <summary>What the tests of this folder read bodies with.</summary>
internal static class Reading
{
    public static readonly DateTimeOffset Now = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly EnqueueContext Context =
        new(WorkLimits.For(WorkProfile.Server), new HashSet<string>(StringComparer.Ordinal) { "transfer", "archive" }, Now);

    public static EnqueueReading Of(string body, EnqueueContext? context = null) => EnqueueReader.Read(Encoding.UTF8.GetBytes(body), context ?? Context);

    public static EnqueueRequest Accepted(string body, EnqueueContext? context = null) =>
        Of(body, context) is AcceptedReading accepted ? accepted.Request : throw new InvalidOperationException(Lines(Of(body, context)));

    /// <summary>The status and then one line for each fault, sorted.</summary>
    public static string Rejected(string body, EnqueueContext? context = null) => Lines(Of(body, context));

    private static string Lines(EnqueueReading reading)
    {
        var rejected = Assert.IsType<RejectedReading>(reading);
        Assert.NotEmpty(rejected.Faults);
        return string.Join('\n', rejected.Faults.Select(fault => $"{fault.Status} {fault.Path}: {fault.Message}").Order(StringComparer.Ordinal).Prepend($"{rejected.Status}"));
    }
}
