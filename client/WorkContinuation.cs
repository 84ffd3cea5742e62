namespace Work.Client;

/// <summary>
/// Steps of work, each of which waits for the whole step before. Immutable: <see cref="Then"/> gives a new continuation and leaves this one as it is,
/// so that one may branch into many; <see cref="Combine"/> brings branches together again, with what they share in it once.
/// </summary>
public sealed class WorkContinuation
{
    private readonly IWorkManager work;
    private readonly IReadOnlyList<WorkStep> ends;

    private WorkContinuation(IWorkManager work, IReadOnlyList<WorkStep> ends)
    {
        this.work = work;
        this.ends = ends;
    }

    /// <summary>
    /// The works as they are sent: prerequisites before dependents, each with a key made from its position, and with the keys of its prerequisites in
    /// <see cref="OneTimeWorkRequest.After"/>. The same continuation always gives the same list.
    /// </summary>
    /// <exception cref="ArgumentException">A request's own <see cref="OneTimeWorkRequest.After"/> has what cannot be an id.</exception>
    public IReadOnlyList<OneTimeWorkRequest> Works => WorkStep.Lay(ends);

    /// <summary>Brings branches together: a step after it waits for the last steps of all. It is enqueued by the client of the first.</summary>
    /// <exception cref="ArgumentException">There is no branch.</exception>
    public static WorkContinuation Combine(params IReadOnlyList<WorkContinuation> branches) => branches.Count > 0
        ? new WorkContinuation(branches[0].work, [.. branches.SelectMany(branch => branch.ends).Distinct()])
        : throw new ArgumentException("There must be a branch at least.", nameof(branches));

    /// <summary>Adds a step of works that run side by side once the last step has succeeded.</summary>
    /// <exception cref="ArgumentException">There is no request.</exception>
    public WorkContinuation Then(params IReadOnlyList<OneTimeWorkRequest> requests) => new(work, [new WorkStep(requests, ends)]);

    /// <inheritdoc cref="IWorkManager.EnqueueAsync(WorkContinuation, CancellationToken)"/>
    public Task<EnqueueResult> EnqueueAsync(CancellationToken cancellation = default) => work.EnqueueAsync(this, cancellation);

    internal static WorkContinuation Begin(IWorkManager work, IReadOnlyList<OneTimeWorkRequest> requests) => new(work, [new WorkStep(requests, [])]);
}
