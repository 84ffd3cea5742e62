using System.Text.Json;

namespace Work.Model;

/// <summary>From what is stored to what is shown.</summary>
public static class WorkViews
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    /// <summary>The view of one work.</summary>
    /// <param name="spec">What was accepted.</param>
    /// <param name="record">Where it is.</param>
    /// <param name="chain">The continuation that it belongs to.</param>
    /// <param name="output">Its output, fetched when it is stored by reference; null is none.</param>
    public static WorkInfo Of(WorkSpec spec, WorkRecord record, GraphInput chain, JsonElement? output) => new()
    {
        Id = spec.Id,
        Worker = spec.Worker,
        State = record.State,
        Tags = spec.Tags,
        ChainId = chain.ChainId,
        UniqueName = chain.UniqueName,
        After = spec.After,
        Input = spec.Input ?? Empty,
        Output = output ?? Empty,
        Progress = record.Progress ?? Empty,
        RunAttemptCount = record.RunAttemptCount,
        Generation = record.Generation,
        NextScheduleTime = record.NextScheduleTime,
        Constraints = spec.Constraints,
        Scope = spec.Scope,
        PeriodCount = spec.IsPeriodic ? record.Period?.Count ?? 0 : null,
        Period = spec.Period,
        Cron = spec.Cron is { } cron ? new CronInfo(cron.Expression, cron.TimeZone, cron.Misfire, cron.Overlap) : null,
        StopReason = record.StopReason,
        Error = record.Error,
        Priority = spec.Priority,
        ConcurrencyKey = spec.ConcurrencyKey,
        MaxConcurrency = spec.ConcurrencyKey is null ? null : spec.MaxConcurrency,
        LongRunning = spec.LongRunning ? true : null,
        Foreground = record.Foreground,
        Expedited = spec.Expedited is { } expedited ? new ExpeditedInfo(expedited.OutOfQuota) : null,
        EnqueuedAt = chain.EnqueuedAt,
        StartedAt = record.StartedAt,
        FinishedAt = record.FinishedAt,
        LastHeartbeatAt = record.LastHeartbeatAt,
        Links = new WorkLinks($"/api/work/{spec.Id}", $"/api/work/{spec.Id}/events", $"/api/work/{spec.Id}/history", $"/api/work/{spec.Id}/explain"),
    };

    /// <summary>The views of a continuation at its enqueue, whatever has happened since.</summary>
    public static IReadOnlyList<WorkInfo> Begun(GraphInput input)
    {
        GraphState begun = Graph.Begin(new GraphPlan(input.Works), input.EnqueuedAt, input.Known);
        return [.. input.Works.Select((work, index) => Of(work, begun.Works[index], input, null))];
    }

    /// <summary>What is left of a graph whose orchestration broke: its unfinished works have failed, since nothing will move them again.</summary>
    public static GraphState Broken(GraphState state, WorkError error, DateTimeOffset at) => state with
    {
        Works = [.. state.Works.Select(record => record.State.IsFinished() ? record : record with { State = WorkState.Failed, Error = error, FinishedAt = at, NextScheduleTime = null })],
    };

    /// <summary>The records of a continuation that has not started yet: nothing has moved since the enqueue, but what replaced it.</summary>
    public static GraphState Pending(GraphInput input)
    {
        var plan = new GraphPlan(input.Works);
        GraphState begun = input.State ?? Graph.Begin(plan, input.EnqueuedAt, input.Known);
        return input.Cancelled is { } reason ? Graph.Apply(plan, begun, new GraphEvent.CancelAsked(null, reason), input.EnqueuedAt) : begun;
    }
}
