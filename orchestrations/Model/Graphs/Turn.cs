namespace Work.Model;

/// <summary>
/// Which run of a work a message means: the one that is out, or the one that comes next. A message may come twice, or late; by this it
/// is known from one that means the work as it stands now.
/// </summary>
/// <param name="Attempt">Runs handed out when the message was written.</param>
/// <param name="Period">The period that it belongs to, 1 for the first; 0 for one-time work.</param>
public sealed record Turn(int Attempt, int Period)
{
    /// <summary>The turn in which a work stands.</summary>
    public static Turn Of(WorkRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return new Turn(record.RunAttemptCount, PeriodRules.NumberOf(record));
    }

    /// <summary>Whether a work still stands in this turn.</summary>
    public bool IsOf(WorkRecord record) => this == Of(record);
}
