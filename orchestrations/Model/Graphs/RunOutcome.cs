using System.Text.Json;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>The ways in which a run can end, as the activity that ran the worker saw it.</summary>
public enum RunEnd
{
    /// <summary>The worker said success.</summary>
    Succeeded,

    /// <summary>The worker said failure, or the work cannot run at all.</summary>
    Failed,

    /// <summary>The worker asked for another try.</summary>
    AskedForRetry,

    /// <summary>The worker threw.</summary>
    Threw,

    /// <summary>The run was stopped from outside: timeout, shutdown, cancel.</summary>
    Stopped,

    /// <summary>An earlier delivery of the same run never came back: its process died.</summary>
    Lost,

    /// <summary>The run goes on outside the process; a callback ends it.</summary>
    GoesOn,

    /// <summary>The worker left a checkpoint, and goes on from it at once.</summary>
    Continued,

    /// <summary>The worker was not run, as it is paused.</summary>
    HeldBack,
}

/// <summary>What an activity says of the run that it was handed. It counts only if the run is still the current one.</summary>
public sealed record RunOutcome
{
    /// <summary>Which run it was.</summary>
    public int Attempt { get; init; }

    /// <summary>The period that it belongs to; 0 for one-time work.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Period { get; init; }

    /// <summary>How it ended.</summary>
    public RunEnd End { get; init; }

    /// <summary>The output of a success or failure.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Payload? Output { get; init; }

    /// <summary>What went wrong.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WorkError? Error { get; init; }

    /// <summary>Why it was stopped.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public StopReason StopReason { get; init; }

    /// <summary>The least delay before the next try, when the worker gave one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? AtLeast { get; init; }

    /// <summary>The last progress that was not sent on its own.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public JsonElement? Progress { get; init; }

    /// <summary>Where the worker goes on the next time; also of a run that was stopped.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Payload? Checkpoint { get; init; }

    /// <summary>How often the work had been updated when the run began.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Generation { get; init; }

    /// <summary>A number from 0 up to 1 drawn by the activity, since an orchestration may not draw one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double Chance { get; init; }
}
