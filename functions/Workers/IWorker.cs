namespace Work.Functions.Workers;

/// <summary>
/// Does the work of one name. An instance serves one run and is then disposed with its scope.
/// A work may be run more than once, even after it succeeded (the process can die before the result is stored), so a run must be idempotent.
/// </summary>
public interface IWorker
{
    /// <summary>Runs one attempt.</summary>
    /// <param name="context">The work, and the doors back to the host.</param>
    /// <param name="stop">Fires when the run must end; <see cref="WorkContext.StopReason"/> then says why. What is returned after that is dropped.</param>
    /// <returns>How the attempt ended. An exception is a retry in the profile Server and a failure in the profile Android.</returns>
    Task<WorkResult> RunAsync(WorkContext context, CancellationToken stop);
}
