using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Work.Functions.Tests.Telemetry;

/// <summary>The spans of one trace, parent over child.</summary>
internal sealed class SpanTree(IReadOnlyList<Activity> spans)
{
    internal IReadOnlyList<Activity> Spans => spans;

    internal Activity Single(string name) => Assert.Single(spans, span => span.DisplayName == name);

    internal Activity? Parent(Activity span) => spans.SingleOrDefault(other => other.SpanId == span.ParentSpanId);

    /// <summary>The names from a span up to the root of the trace.</summary>
    internal string[] PathOf(Activity span) => [.. UpFrom(span).Select(at => at.DisplayName)];

    /// <summary>A span and those above it, the root of the trace last.</summary>
    internal IEnumerable<Activity> UpFrom(Activity span)
    {
        for (Activity? at = span; at is not null; at = Parent(at))
        {
            yield return at;
        }
    }

    /// <summary>Name, kind and length of each span, with what identifies it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (Activity root in spans.Where(span => Parent(span) is null).OrderBy(span => span.StartTimeUtc))
        {
            Print(text, root, 0);
        }

        return text.ToString();
    }

    private void Print(StringBuilder text, Activity span, int depth)
    {
        text.Append(CultureInfo.InvariantCulture, $"{new string(' ', depth * 2)}{span.DisplayName} [{span.Kind}, {span.Source.Name}] {span.Duration.TotalMilliseconds:0.0} ms");
        foreach ((string name, object? value) in span.TagObjects.Where(tag => Told.Contains(tag.Key)))
        {
            text.Append(CultureInfo.InvariantCulture, $" {name}={value}");
        }

        text.AppendLine();
        foreach (Activity child in spans.Where(other => other.ParentSpanId == span.SpanId).OrderBy(child => child.StartTimeUtc))
        {
            Print(text, child, depth + 1);
        }
    }

    private static readonly HashSet<string> Told = new(StringComparer.Ordinal) { "work.id", "work.attempt", "work.run.result", "http.response.status_code", "durabletask.task.task_id", "durabletask.task.status" };
}
