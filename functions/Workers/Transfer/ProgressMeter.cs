using System.Text.Json;

namespace Work.Functions.Workers;

/// <summary>Reports how far a transfer is: at its start, and then at most once a second of the clock.</summary>
internal sealed class ProgressMeter(WorkContext context, long? total)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private DateTimeOffset? reportedAt;

    public Task ReportAsync(long bytes, CancellationToken cancellation)
    {
        var now = context.Clock.GetUtcNow();
        if (now - reportedAt < Pause)
        {
            return Task.CompletedTask;
        }

        reportedAt = now;
        var percent = total is { } whole ? whole == 0 ? 100 : (long)(bytes * 100m / whole) : (long?)null;
        return context.ReportProgressAsync(JsonSerializer.SerializeToElement(new { bytes, total, percent }), cancellation);
    }
}
