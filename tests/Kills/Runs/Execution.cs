namespace Kills.Runs;

/// <summary>One run of a worker, as the worker itself wrote it down.</summary>
/// <param name="Life">Which life of the process it ran in.</param>
/// <param name="Id">The work.</param>
/// <param name="Attempt">The attempt.</param>
/// <param name="HandedOut">Tells the attempts of one period from those of the next.</param>
/// <param name="Slice">How many checkpoints lay behind it.</param>
/// <param name="Request">What asked for it.</param>
/// <param name="StartedAt">UTC ticks.</param>
internal sealed record Execution(int Life, string Id, int Attempt, long HandedOut, int Slice, string Request, long StartedAt)
{
    /// <summary>When its worker came to its end, in UTC ticks; null when the kill came first.</summary>
    public long? EndedAt { get; set; }

    /// <summary>What it returned; null when the kill came first.</summary>
    public string? Result { get; set; }

    /// <summary>Whether it asked to be run again, or went on from a checkpoint.</summary>
    public bool AskedForMore => Result is "WorkRetry" or "WorkContinue";
}
