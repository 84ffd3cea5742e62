namespace Work.Client;

/// <summary>
/// Steps of work, each of which waits for the whole step before. Immutable: <see cref="Then"/> gives a new continuation and leaves this one as it is,
/// so that one may branch into many; <see cref="Combine"/> brings branches together again, with what they share in it once.
/// </summary>
/// <remarks>
/// A continuation is stored as a whole or not at all, but for a combination of branches that carry unique names: each name is enqueued first, by itself, and
/// what joins them last. When one of the names is kept, what would have waited for its new works is not enqueued.
/// </remarks>
public sealed class WorkContinuation
{
    private static readonly OneTimeWorkRequest Join = OneTimeWorkRequest.For("combine").SetInputMerger(Model.InputMerger.ArrayCreating).Build();

    private readonly IWorkManager work;
    private readonly IReadOnlyList<WorkStep> ends;

    // What the next step carries.
    private readonly UniqueName? name;

    private WorkContinuation(IWorkManager work, IReadOnlyList<WorkStep> ends, UniqueName? name)
    {
        this.work = work;
        this.ends = ends;
        this.name = name;
    }

    /// <summary>
    /// The works as they are sent: prerequisites before dependents, each with a key made from its position, and with the keys of its prerequisites in
    /// <see cref="OneTimeWorkRequest.After"/>. The same continuation always gives the same list.
    /// </summary>
    /// <exception cref="ArgumentException">A request's own <see cref="OneTimeWorkRequest.After"/> has what cannot be an id.</exception>
    public IReadOnlyList<OneTimeWorkRequest> Works => WorkStep.Lay(WorkStep.InOrder(ends));

    /// <summary>What is sent one after the other: the steps of each unique name, and then those of none.</summary>
    internal IReadOnlyList<IGrouping<UniqueName?, WorkStep>> Parts =>
        [.. WorkStep.InOrder(ends).GroupBy(step => step.Name).OrderBy(part => part.Key is null)];

    /// <summary>
    /// Brings branches together by a work of the worker <c>combine</c>, which waits for the last steps of all and answers with what they have put out: each
    /// key with an array of its values. Values of different types under one key fail it. Neither it nor what follows carries a unique name. It is
    /// enqueued by the client of the first branch.
    /// </summary>
    /// <exception cref="ArgumentException">There is no branch.</exception>
    public static WorkContinuation Combine(params IReadOnlyList<WorkContinuation> branches) => branches.Count > 0
        ? new WorkContinuation(branches[0].work, [new WorkStep([Join], [.. branches.SelectMany(branch => branch.ends).Distinct()], name: null)], name: null)
        : throw new ArgumentException("There must be a branch at least.", nameof(branches));

    /// <summary>Adds a step of works that run side by side once the last step has succeeded. No request at all is this same continuation.</summary>
    public WorkContinuation Then(params IReadOnlyList<OneTimeWorkRequest> requests) => requests.Count == 0 ? this : new(work, [new WorkStep(requests, ends, name)], name);

    /// <inheritdoc cref="IWorkManager.EnqueueAsync(WorkContinuation, CancellationToken)"/>
    public Task<EnqueueResult> EnqueueAsync(CancellationToken cancellation = default) => work.EnqueueAsync(this, cancellation);

    internal static WorkContinuation Begin(IWorkManager work, UniqueName? name, IReadOnlyList<OneTimeWorkRequest> requests) => new(work, [new WorkStep(requests, [], name)], name);
}
