using System.Collections.Immutable;
using System.Text.Json;
using Work.Model;

namespace Model.Tests.Graphs;

/// <summary>The works, records and instants that the tests of this folder start from.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    public static readonly WorkError Bad = new("System.TimeoutException", "The server did not answer.");

    /// <summary>A work with the defaults of the profile Server but for the jitter, so that delays are exact.</summary>
    public static WorkSpec Spec(string id, params string[] after) => new()
    {
        Id = id,
        Worker = "scripted",
        Tags = ["scripted"],
        Backoff = new Backoff(BackoffPolicy.Exponential, TimeSpan.FromSeconds(30)),
        RetriesExceptions = true,
        After = after,
        MaxDataBytes = 10_240,
    };

    public static GraphPlan Plan(params WorkSpec[] works) => new(works);

    public static GraphState State(params WorkRecord[] works) => new() { Works = [.. works] };

    public static WorkRecord Enqueued(DateTimeOffset? next = null) =>
        new() { State = WorkState.Enqueued, EnqueuedAt = Now.AddSeconds(-100), NextScheduleTime = next ?? Now.AddSeconds(-100) };

    public static WorkRecord Running(int attempt = 1) => new()
    {
        State = WorkState.Running,
        RunAttemptCount = attempt,
        EnqueuedAt = Now.AddSeconds(-100),
        StartedAt = Now.AddSeconds(-50),
        InFlight = true,
    };

    public static WorkRecord Ended(WorkState state) => new() { State = state, RunAttemptCount = 1, FinishedAt = Now.AddSeconds(-10) };

    public static GraphEvent.RunEnded Result(int work, RunEnd end, int attempt = 1, WorkError? error = null, string? output = null) =>
        new(work, new RunOutcome { Attempt = attempt, End = end, Error = error, Output = output is null ? null : new Payload { Inline = Json(output) } });

    public static GraphEvent.CancelAsked Cancel(params int[] works) => new(works, StopReason.CancelledByApp);

    public static JsonElement Json(string json) => JsonElement.Parse(json);

    /// <summary>Runs one work to an end, from its handing out.</summary>
    public static GraphState Run(this GraphState state, GraphPlan plan, int work, RunEnd end, DateTimeOffset at, WorkError? error = null)
    {
        GraphState running = Graph.HandOut(plan, state, work, at);
        return Graph.Apply(plan, running, Result(work, end, running.Works[work].RunAttemptCount, error), at);
    }

    public static IEnumerable<WorkState> States(this GraphState state) => state.Works.Select(work => work.State);
}
