using System.Text.Json;
using Work.Model;

namespace Orchestrations.Tests;

/// <summary>Works, outcomes and instants that the tests start from.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Start = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static WorkSpec Work(string id, params string[] after) => new()
    {
        Id = id,
        Worker = "scripted",
        Tags = ["scripted"],
        Backoff = new Backoff(BackoffPolicy.Exponential, TimeSpan.FromSeconds(30)),
        RetriesExceptions = true,
        After = after,
        MaxDataBytes = 10_240,
    };

    public static WorkSpec Delayed(this WorkSpec work, TimeSpan delay) => work with { InitialDelay = delay };

    public static RunOutcome Succeeds(RunRequest run) => new() { Attempt = run.Attempt, End = RunEnd.Succeeded, Output = Output(run.Work.Id) };

    public static RunOutcome Ends(RunRequest run, RunEnd end) => new() { Attempt = run.Attempt, End = end, Error = new WorkError("Bad", "It did not work.") };

    public static Payload Output(string id) => new() { Inline = JsonSerializer.SerializeToElement(new { from = id }) };

    public static GraphMessage Cancel(params int[] works) => new() { Cancel = new GraphEvent.CancelAsked(works, StopReason.CancelledByApp) };
}
