using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>What a work waits for.</summary>
public enum WaitKind
{
    /// <summary>An instant.</summary>
    Time,

    /// <summary>Other works.</summary>
    Prerequisite,

    /// <summary>A place for its run.</summary>
    Slot,

    /// <summary>A condition of its scope.</summary>
    Constraint,

    /// <summary>A place of its concurrency key.</summary>
    Concurrency,

    /// <summary>A quota.</summary>
    Quota,

    /// <summary>Its worker is paused.</summary>
    Pause,
}

/// <summary>One thing that a work waits for.</summary>
/// <param name="Kind">What sort of thing.</param>
/// <param name="Name">Which one: initialDelay, runAt, backoff, period, cron, override; prerequisites, prerequisiteNotice, prerequisiteFailed, prerequisiteCancelled; earlierRun, run, lease, slots; dropped; the concurrency key; the worker.</param>
/// <param name="Since">Since when.</param>
/// <param name="Until">Until when, as far as that is known.</param>
/// <param name="Ids">The works that it is about.</param>
public sealed record Wait(
    WaitKind Kind,
    string Name,
    DateTimeOffset Since,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? Until = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Ids = null);

/// <summary>Why a work is where it is.</summary>
/// <param name="State">Its state.</param>
/// <param name="WaitingFor">What it waits for; nothing when it runs or has finished, but the prerequisite that ended it.</param>
/// <param name="NextScheduleTime">The earliest next start; only while enqueued.</param>
public sealed record WorkExplanation(
    WorkState State,
    IReadOnlyList<Wait> WaitingFor,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? NextScheduleTime);
