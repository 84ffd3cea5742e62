using System.Globalization;

namespace Work.Model;

/// <summary>
/// The shape of the agenda, a timing wheel: slots of an hour, each with a few buckets in which instances are noted that are due in it. A slot is
/// opened some minutes before it begins, and takes no notes from a while before that: whoever opens it sees all that there will ever be.
/// <code>
/// noted, at the latest        closed          opened                    slot begins
///   | --- on its way, 10 min --- | --- 5 min --- | ------- 15 min ------- |
/// </code>
/// </summary>
public static class AgendaSlots
{
    /// <summary>How long a slot is.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(1);

    /// <summary>How long before its beginning a slot may be opened.</summary>
    public static readonly TimeSpan Lead = TimeSpan.FromMinutes(15);

    /// <summary>How long before its beginning a slot takes notes no more: before anybody may open it, by so much that clocks may differ.</summary>
    public static readonly TimeSpan Closing = Lead + TimeSpan.FromMinutes(5);

    /// <summary>Waits up to here need no agenda, but a timer of their own: a longer one has time for its note to arrive before its slot closes.</summary>
    public static readonly TimeSpan Near = Length + Closing + TimeSpan.FromMinutes(10);

    /// <summary>The buckets of a slot.</summary>
    public const int Shards = 4;

    private const string HourFormat = "yyyyMMddHH";

    /// <summary>The beginning of the slot that an instant falls into.</summary>
    public static DateTimeOffset Of(DateTimeOffset instant) => new(instant.UtcTicks - (instant.UtcTicks % Length.Ticks), TimeSpan.Zero);

    /// <summary>Whether a wait is so short that it needs no agenda.</summary>
    public static bool IsNear(DateTimeOffset dueAt, DateTimeOffset now) => dueAt - now <= Near;

    /// <summary>Whether a slot takes no notes any more.</summary>
    public static bool IsClosed(DateTimeOffset slot, DateTimeOffset now) => slot - now <= Closing;

    /// <summary>The latest slot that may be opened.</summary>
    public static DateTimeOffset LatestToOpen(DateTimeOffset now) => Of(now + Lead);

    /// <summary>The key of the bucket that notes an instance; keys sort by time.</summary>
    public static string BucketOf(DateTimeOffset slot, string instance) => BucketOf(slot, ShardOf(instance));

    /// <summary>The key of a bucket.</summary>
    public static string BucketOf(DateTimeOffset slot, int shard) => string.Create(CultureInfo.InvariantCulture, $"{slot.UtcDateTime.ToString(HourFormat, CultureInfo.InvariantCulture)}-{shard}");

    /// <summary>The slot of a bucket.</summary>
    public static DateTimeOffset SlotOf(string bucket) =>
        DateTimeOffset.ParseExact(bucket.AsSpan(0, HourFormat.Length), HourFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    // Stable across processes and versions, since what was noted under one number is looked for under it.
    private static int ShardOf(string instance)
    {
        uint hash = 2166136261;
        foreach (char letter in instance)
        {
            hash = (hash ^ letter) * 16777619;
        }

        return (int)(hash % Shards);
    }
}
