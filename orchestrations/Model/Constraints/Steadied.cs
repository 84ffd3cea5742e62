namespace Work.Model;

/// <summary>A yes or no that is seen again and again and may waver: it changes only when it was seen often enough in a row.</summary>
/// <param name="Value">What holds; null until enough was seen.</param>
/// <param name="Seen">What was seen last.</param>
/// <param name="Times">How often in a row.</param>
public sealed record Steadied(bool? Value, bool Seen, int Times)
{
    /// <summary>Before anything was seen.</summary>
    public static readonly Steadied Unknown = new(null, false, 0);

    /// <summary>After one more look.</summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="toTrue">How many looks in a row make it true; at least 1.</param>
    /// <param name="toFalse">How many make it false; at least 1.</param>
    public Steadied Next(bool seen, int toTrue, int toFalse)
    {
        int times = seen == Seen && Times > 0 ? Times + 1 : 1;
        return new Steadied(times >= (seen ? toTrue : toFalse) ? seen : Value, seen, times);
    }
}
