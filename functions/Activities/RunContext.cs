using System.Text.Json;
using Microsoft.DurableTask.Client;
using Work.Functions.Host;
using Work.Functions.Remote;
using Work.Functions.Workers;
using Work.Functions.Works;
using Work.Model;

namespace Work.Functions.Activities;

/// <summary>The context of a run in this process. Reports are sent to the instance at most so often; the latest that was held back goes with the result.</summary>
internal sealed class RunContext(RunRequest request, JsonElement input, JsonElement? checkpoint, ActiveRun run, HeartbeatWatch life, DurableTaskClient client, IWorkClock waits, TimeProvider clock, WorkOptions options, Callbacks callbacks) : WorkContext
{
    private long? reportedAt;
    private JsonElement? heldBack;
    private string? shown;

    public override string WorkId => request.Work.Id;

    public override string Worker => request.Work.Worker;

    public override int RunAttemptCount => request.Attempt - 1;

    public override JsonElement Input => input;

    public override JsonElement? Checkpoint => checkpoint;

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
        Check(progress, nameof(progress));
        life.Heard();
        heldBack = progress.Clone();
        if (MayReport(options.ProgressInterval))
        {
            await SendAsync(heldBack, cancellation);
        }
    }

    public override async Task SetForegroundAsync(JsonElement status, CancellationToken cancellation = default)
    {
        Check(status, nameof(status));
        life.Heard();
        string text = status.GetRawText();
        if (shown != text && run.StopReason == StopReason.NotStopped)
        {
            shown = text;
            await SendAsync(heldBack, cancellation, status.Clone());
        }
    }

    public override async Task HeartbeatAsync(CancellationToken cancellation = default)
    {
        life.Heard();
        if (MayReport(options.HeartbeatInterval))
        {
            await SendAsync(heldBack, cancellation);
        }
    }

    public override Task<Uri?> GetCallbackAsync(CancellationToken cancellation = default) => callbacks.AddressOfAsync(client, request, cancellation);

    public override Task DelayAsync(TimeSpan delay, CancellationToken cancellation = default) =>
        delay <= TimeSpan.Zero ? Task.CompletedTask : waits.DelayAsync(delay, cancellation);

    internal override IDisposable KeepAlive() => life.Keep();

    private void Check(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException($"The {name} must be a JSON object.", name);
        }

        if (DataSize.Of(value) > request.Work.MaxDataBytes)
        {
            throw new ArgumentException($"The {name} must not be larger than {request.Work.MaxDataBytes} bytes.", name);
        }
    }

    private bool MayReport(TimeSpan interval) => run.StopReason == StopReason.NotStopped && (reportedAt is null || clock.GetElapsedTime(reportedAt.Value) >= interval);

    private async Task SendAsync(JsonElement? progress, CancellationToken cancellation, JsonElement? foreground = null)
    {
        reportedAt = clock.GetTimestamp();
        heldBack = null;
        var report = new GraphMessage { Report = new GraphEvent.Reported(request.Index, request.Attempt, progress, request.Period) { Foreground = foreground } };
        await InstanceEvents.TryRaiseAsync(client, request.Instance, GraphMessage.EventName, report, cancellation);
    }
}
