using System.Buffers.Binary;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Work.Model;

/// <summary>
/// The names of works and of the instances that hold them. A generated id carries its own address, so reading it is one
/// point read; and ordinal order of generated ids is newest first, so the default list is one page read.
/// </summary>
public static partial class WorkIds
{
    /// <summary>The most works that one instance holds; a bigger graph is split into shards of so many.</summary>
    public const int ShardSize = 64;

    /// <summary>The most characters of an id.</summary>
    public const int MaxLength = 100;

    private const string ChosenPrefix = "c:";
    private const int TimeLetters = 10;
    private const int ChanceLetters = 12;
    private const int GraphIdLength = 1 + TimeLetters + ChanceLetters;
    private const ulong LastMoment = (1UL << (5 * TimeLetters)) - 1;
    private static readonly ulong LastInstant = (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>A new graph id: <c>w</c>, ten letters that fall as time goes on, twelve of chance (60 bits).</summary>
    /// <param name="now">The enqueue time, not before 1970; kept to the millisecond.</param>
    /// <param name="random">At least 8 random bytes; the first 8 are used.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is before 1970, or there are too few bytes.</exception>
    public static string NewGraphId(DateTimeOffset now, ReadOnlySpan<byte> random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(now, DateTimeOffset.UnixEpoch);
        ArgumentOutOfRangeException.ThrowIfLessThan(random.Length, sizeof(ulong), nameof(random));
        Span<char> id = stackalloc char[GraphIdLength];
        id[0] = 'w';
        Crockford.Write(LastMoment - (ulong)now.ToUnixTimeMilliseconds(), id.Slice(1, TimeLetters));
        Crockford.Write(BinaryPrimitives.ReadUInt64BigEndian(random), id[(1 + TimeLetters)..]);
        return id.ToString();
    }

    /// <summary>Whether the text has the form of a generated graph id.</summary>
    public static bool IsGraphId(string? text) => TryReadMoment(text, out _);

    /// <summary>The enqueue time that a graph id carries, in UTC, to the millisecond.</summary>
    /// <exception cref="ArgumentException">It is no graph id.</exception>
    public static DateTimeOffset EnqueuedAtOf(string graphId) => TryReadMoment(graphId, out var moment)
        ? DateTimeOffset.FromUnixTimeMilliseconds((long)moment)
        : throw new ArgumentException("not a graph id", nameof(graphId));

    /// <summary>Whether the text may be a work id: <c>[A-Za-z0-9][A-Za-z0-9._-]{0,99}</c>.</summary>
    public static bool IsValid(string? text) => text is not null && Form().IsMatch(text);

    /// <summary>Whether the id has the form of a generated one, so that it names a node and never a chosen id.</summary>
    public static bool IsGenerated(string? text) => text is not null && Locate(text) is NodeAddress;

    /// <summary>The generated id of a node: the graph's own id when it is alone, else with its index, in big graphs with shard and index.</summary>
    /// <param name="graphId">The graph.</param>
    /// <param name="count">How many works the graph has.</param>
    /// <param name="index">The work's position in the graph, from 0.</param>
    public static string NodeId(string graphId, int count, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count);
        return count switch
        {
            1 => graphId,
            <= ShardSize => string.Create(CultureInfo.InvariantCulture, $"{graphId}.{index}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{graphId}.{index / ShardSize}.{index % ShardSize}"),
        };
    }

    /// <summary>The instance of a graph of up to <see cref="ShardSize"/> works, and the head instance of a bigger one.</summary>
    public static string GraphInstance(string graphId) => graphId;

    /// <summary>The instance of one shard of a big graph.</summary>
    public static string ShardInstance(string graphId, int shard) => string.Create(CultureInfo.InvariantCulture, $"{graphId}:{shard}");

    /// <summary>The instance of a single work whose id the client chose.</summary>
    public static string ChosenInstance(string id) => ChosenPrefix + id;

    /// <summary>The instance of a continuation: of a generated chain id, or of a single work whose id the client chose; null when no chain can have this id.</summary>
    public static string? ChainInstance(string chainId) => IsGraphId(chainId) ? GraphInstance(chainId)
        : Locate(chainId) is ChosenAddress chosen ? chosen.InstanceId
        : null;

    /// <summary>The id of the continuation that an instance holds, or holds a part of.</summary>
    public static string ChainOf(string instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return instance.StartsWith(ChosenPrefix, StringComparison.Ordinal) ? instance[ChosenPrefix.Length..]
            : instance.Length > GraphIdLength && IsGraphId(instance[..GraphIdLength]) ? instance[..GraphIdLength]
            : instance;
    }

    /// <summary>The alias under which a chosen id inside a chain is found.</summary>
    public static string Alias(string id) => "alias:" + id;

    /// <summary>Where the work with this id is to be read; never throws.</summary>
    public static WorkAddress Locate(string workId)
    {
        if (!IsValid(workId))
        {
            return NoAddress.Value;
        }

        if (workId.Length < GraphIdLength || !IsGraphId(workId[..GraphIdLength]))
        {
            return new ChosenAddress(ChosenInstance(workId), Alias(workId));
        }

        var graphId = workId[..GraphIdLength];
        var parts = NodePart().Match(workId, GraphIdLength, workId.Length - GraphIdLength);
        if (!parts.Success)
        {
            return new ChosenAddress(ChosenInstance(workId), Alias(workId));
        }

        var index = parts.Groups["index"].Success ? int.Parse(parts.Groups["index"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (index >= ShardSize)
        {
            return new ChosenAddress(ChosenInstance(workId), Alias(workId));
        }

        var shard = parts.Groups["shard"];
        var instance = shard.Success ? ShardInstance(graphId, int.Parse(shard.ValueSpan, CultureInfo.InvariantCulture)) : GraphInstance(graphId);
        return new NodeAddress(graphId, instance, index);
    }

    private static bool TryReadMoment(string? text, out ulong moment)
    {
        moment = 0;
        if (text is not { Length: GraphIdLength } || text[0] != 'w'
            || !Crockford.TryRead(text.AsSpan(1, TimeLetters), out var inverted)
            || !Crockford.TryRead(text.AsSpan(1 + TimeLetters), out _))
        {
            return false;
        }

        moment = LastMoment - inverted;
        return moment <= LastInstant;
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    // No leading zeros: one node has one id.
    [GeneratedRegex(@"\G((\.(?<shard>0|[1-9][0-9]{0,5}))?\.(?<index>0|[1-9][0-9]?))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex NodePart();
}
