using Work.Functions.Host;

namespace Work.Functions.Works;

/// <summary>
/// Whether new work is taken. A host that holds all that it can asks callers to come again, before it reads what they send; reads, cancels and the ends of runs
/// go on, since they make it less.
/// </summary>
public sealed class WorkIntake(IEnumerable<IHostLoad> loads)
{
    private readonly IHostLoad? load = loads.LastOrDefault();

    /// <summary>Whether new work is taken now.</summary>
    public bool IsOpen => load?.Overload is null;

    /// <summary>Refuses new work while there is too much.</summary>
    /// <exception cref="RefusedException">There is (503); nothing of the request was taken.</exception>
    public void EnsureOpen()
    {
        if (load?.Overload is { } why)
        {
            throw new RefusedException(Refusals.Busy($"{why} Nothing of the request was taken; try again."));
        }
    }
}
