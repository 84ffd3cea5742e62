using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Work.Model;

/// <summary>One due work of an external worker, on offer to who leases. A hint: the instance decides whether the work may be had.</summary>
/// <param name="Worker">The worker's name.</param>
/// <param name="Instance">The instance that owns the work.</param>
/// <param name="Index">The work's position there.</param>
public sealed record PoolOffer(string Worker, string Instance, int Index)
{
    private const int LettersOfADigest = 16;
    private const int HighestRank = 1_100;

    /// <summary>
    /// The name of the offer's entry. In ordinal order the entries of a worker stand by priority, then by due time, so that a page of them by their
    /// common beginning is what to lease next.
    /// </summary>
    /// <param name="rank">What <see cref="AdmissionGates.Rank"/> says of the work; higher first.</param>
    /// <param name="dueAt">Since when the work has been due.</param>
    public string EntryOf(int rank, DateTimeOffset dueAt) => string.Create(
        CultureInfo.InvariantCulture, $"{EntriesOf(Worker)}{HighestRank - rank:D4}{dueAt.ToUnixTimeMilliseconds():D15}-{Digest($"{Instance}/{Index}")}");

    /// <summary>The common beginning of the entries of a worker. Names of workers may have any letters and any length, so it is a digest.</summary>
    public static string EntriesOf(string worker) => Digest(worker) + "-";

    /// <summary>What of an entry's name says its turn among the entries of all workers.</summary>
    public static string TurnOf(string entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry[(LettersOfADigest + 1)..];
    }

    /// <summary>The entry under which a work is to stand now; null when it is not to be had: not due, not external, or before a gate.</summary>
    public static string? WantedEntry(string instance, int index, WorkSpec spec, WorkRecord record, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(record);
        return spec.IsExternal && record is { State: WorkState.Enqueued, InFlight: false, NextScheduleTime: { } dueAt } && dueAt <= now && GateRules.Next(spec, record) == Gate.None
            ? new PoolOffer(spec.Worker, instance, index).EntryOf(AdmissionGates.Rank(AdmissionGates.AsItStands(spec, record)), dueAt)
            : null;
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..LettersOfADigest];
}
