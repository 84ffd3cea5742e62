namespace Work.Model;

/// <summary>
/// What a gate says that holds a work until it is its turn, and never takes that back. The two are numbered, since the word that it is may overtake the
/// answer that it is not.
/// </summary>
public static class WaitAnswers
{
    /// <summary>It is the work's turn.</summary>
    public static GateAnswer Go { get; } = new() { Number = 2 };

    /// <summary>It is not the work's turn yet; it will be told.</summary>
    /// <param name="name">What it waits for.</param>
    public static GateAnswer Wait(string name) => new() { Verdict = GateVerdict.Held, Name = name, Number = 1 };
}
