using System.Text.Json;
using Microsoft.DurableTask.Client;
using Work.Functions.Host;
using Work.Functions.Remote;
using Work.Functions.Workers;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Activities;

/// <summary>The context of a run in this process. Reports are sent to the instance at most so often; the latest that was held back goes with the result.</summary>
internal sealed class RunContext(RunRequest request, JsonElement input, ActiveRun run, DurableTaskClient client, IWorkClock waits, TimeProvider clock, WorkOptions options, Callbacks callbacks) : WorkContext
{
    private DateTimeOffset? reportedAt;
    private JsonElement? heldBack;

    public override string WorkId => request.Work.Id;

    public override string Worker => request.Work.Worker;

    public override int RunAttemptCount => request.Attempt - 1;

    public override JsonElement Input => input;

    public override IReadOnlyList<string> TriggeredContentUris => request.Triggered ?? [];

    public override IReadOnlyList<string> Tags => request.Work.Tags;

    public override int Generation => request.Generation;

    public override DateTimeOffset? Deadline => request.Work.Timeout is { } timeout ? request.HandedOutAt + timeout : null;

    public override TimeProvider Clock => clock;

    public override StopReason StopReason => run.StopReason;

    /// <summary>The latest progress that was not sent.</summary>
    internal JsonElement? HeldBack => heldBack;

    public override async Task ReportProgressAsync(JsonElement progress, CancellationToken cancellation = default)
    {
        if (progress.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("Progress must be a JSON object.", nameof(progress));
        }

        if (DataSize.Of(progress) > request.Work.MaxDataBytes)
        {
            throw new ArgumentException($"Progress must not be larger than {request.Work.MaxDataBytes} bytes.", nameof(progress));
        }

        heldBack = progress.Clone();
        if (MayReport(options.ProgressInterval))
        {
            await SendAsync(heldBack, cancellation);
        }
    }

    public override async Task HeartbeatAsync(CancellationToken cancellation = default)
    {
        if (MayReport(options.HeartbeatInterval))
        {
            await SendAsync(heldBack, cancellation);
        }
    }

    public override Task<Uri?> GetCallbackAsync(CancellationToken cancellation = default) => callbacks.AddressOfAsync(client, request, cancellation);

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellation = default) =>
        delay <= TimeSpan.Zero ? Task.CompletedTask : waits.DelayAsync(delay, cancellation);

    private bool MayReport(TimeSpan interval) => run.StopReason == StopReason.NotStopped && (reportedAt is null || clock.GetUtcNow() - reportedAt >= interval);

    private async Task SendAsync(JsonElement? progress, CancellationToken cancellation)
    {
        reportedAt = clock.GetUtcNow();
        heldBack = null;
        var report = new GraphMessage { Report = new GraphEvent.Reported(request.Index, request.Attempt, progress, request.Period) };
        await client.RaiseEventAsync(request.Instance, GraphMessage.EventName, report, cancellation);
    }
}
