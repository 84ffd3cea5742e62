namespace Work.Model;

/// <summary>How an accepted request becomes an orchestration: which instance, with what input, starting when.</summary>
public sealed record Continuation
{
    /// <summary>The longest that a scheduled start may lie ahead: Azure Storage keeps a start as one delayed message, for a week at most.</summary>
    public static readonly TimeSpan LongestScheduledStart = TimeSpan.FromDays(6);

    /// <summary>Works that are larger than this, in characters of JSON, are stored apart from the messages that start them.</summary>
    public const int MaxInlineCharacters = 48 * 1024;

    /// <summary>
    /// The same for a single work, whose start may lie days ahead: Azure Storage does not show the input of an instance that has not begun when it is of more
    /// than 30,720 characters and still fits a message. 6 K are left for the rest of it.
    /// </summary>
    public const int MaxInlineCharactersOfOne = 24 * 1024;

    private const int CharactersOfASpec = 580;
    private const int CharactersOfConstraints = 400;
    private const int CharactersOfATrigger = 35;

    /// <summary>The instance that owns it.</summary>
    public required string Instance { get; init; }

    /// <summary>What the instance is started with, the works in it even when they must be stored apart.</summary>
    public required GraphInput Input { get; init; }

    /// <summary>When to start it; null is at once. Only a work whose one wait is a delay has a scheduled start: it costs nothing until then.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The ids, in the order of the request.</summary>
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Ids that the caller chose inside a chain, and where their works live.</summary>
    public required IReadOnlyList<Prerequisite> Aliases { get; init; }

    /// <summary>Where the works are stored when they are stored apart: a name that no other request has.</summary>
    public required string Document { get; init; }

    /// <summary>Whether the works are stored apart.</summary>
    public bool IsStoredApart => Input.Shards > 1 || Input.Works.Sum(Length) > (Input.Works.Count == 1 ? MaxInlineCharactersOfOne : MaxInlineCharacters);

    /// <summary>Plans a request.</summary>
    /// <param name="request">What was accepted.</param>
    /// <param name="chainId">A fresh graph id.</param>
    /// <param name="enqueuedAt">Now.</param>
    /// <param name="stored">Where the stored prerequisites live, by id.</param>
    /// <param name="known">Those of them that have finished.</param>
    /// <param name="limits">The limits in force.</param>
    public static Continuation Plan(
        EnqueueRequest request,
        string chainId,
        DateTimeOffset enqueuedAt,
        IReadOnlyList<Prerequisite> stored,
        IReadOnlyList<KeyValuePair<string, WorkState>> known,
        WorkLimits limits)
    {
        int count = request.Works.Count;
        string? alone = count == 1 ? request.Works[0].Id : null;
        int[] positions = Positions(request, limits);
        string[] ids = [.. request.Works.Select((work, i) => work.Id ?? WorkIds.NodeId(chainId, count, positions[i]))];
        IReadOnlyList<WorkSpec> works = [.. WorkSpecs.From(request, ids, limits).Zip(positions).OrderBy(work => work.Second).Select(work => work.First)];
        Prerequisite[] aliases = alone is not null ? [] : [.. request.Works.Select((work, i) => (work.Id, At: positions[i]))
            .Where(work => work.Id is not null).Select(work => Address(work.Id!, chainId, count, work.At))];
        var input = new GraphInput
        {
            ChainId = alone ?? chainId,
            EnqueuedAt = enqueuedAt,
            Works = works,
            Shards = Sharding.CountOf(count),
            Prerequisites = count > WorkIds.ShardSize ? [.. stored, .. aliases] : stored,
            Known = known,
        };
        return new Continuation
        {
            Instance = alone is null ? WorkIds.GraphInstance(chainId) : WorkIds.ChosenInstance(alone),
            Input = input,
            StartAt = ScheduledStart(input),
            Document = $"works/{chainId}.json",
            Ids = ids,
            Aliases = aliases,
        };
    }

    /// <summary>Whether the start of a graph is scheduled for later, as its records stand before it: that of a single work that waits for a time is.</summary>
    public static bool IsStartScheduled(GraphInput input, GraphState state)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(state);
        return input.Works.Count == 1 && state.Works[0].NextScheduleTime > input.EnqueuedAt;
    }

    // A shard waits for earlier shards only, so a graph that is split is put in order first; a whole one keeps the order of the request.
    private static int[] Positions(EnqueueRequest request, WorkLimits limits)
    {
        int count = request.Works.Count;
        if (count <= WorkIds.ShardSize)
        {
            return [.. Enumerable.Range(0, count)];
        }

        var placeholders = Enumerable.Range(0, count).Select(i => $"#{i}").ToList();
        var positions = new int[count];
        int next = 0;
        foreach (WorkSpec work in GraphOrder.Sort(WorkSpecs.From(request, placeholders, limits)))
        {
            positions[int.Parse(work.Id.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture)] = next++;
        }

        return positions;
    }

    private static Prerequisite Address(string id, string chainId, int count, int position) =>
        WorkIds.Locate(WorkIds.NodeId(chainId, count, position)) is NodeAddress node
            ? new Prerequisite(id, node.InstanceId, node.Index)
            : throw new InvalidOperationException($"{chainId} is no generated id.");

    private static int Length(WorkSpec work) =>
        CharactersOfASpec + JsonLength.Of(work.Id) + JsonLength.Of(work.Input) + JsonLength.Of(work.Tags) + JsonLength.Of(work.After) + JsonLength.Of(work.TraceTag) + JsonLength.Of(work.ConcurrencyKey)
        + Length(work.Constraints);

    private static int Length(Constraints constraints) => !constraints.WatchesScope && !constraints.WatchesContent ? 0
        : CharactersOfConstraints + JsonLength.Of(constraints.Conditions ?? []) + (constraints.ContentTriggers?.Sum(trigger => CharactersOfATrigger + JsonLength.Of(trigger.Uri)) ?? 0);

    private static DateTimeOffset? ScheduledStart(GraphInput input)
    {
        if (input.Works is not [{ After.Count: 0 } only])
        {
            return null;
        }

        if (only is { IsPeriodic: false, RunAt: null, InitialDelay.Ticks: 0 })
        {
            return null;
        }

        DateTimeOffset due = Graph.Begin(new GraphPlan([only]), input.EnqueuedAt).Works[0].NextScheduleTime ?? input.EnqueuedAt;
        DateTimeOffset latest = input.EnqueuedAt + LongestScheduledStart;
        return due <= input.EnqueuedAt ? null : due < latest ? due : latest;
    }
}
