namespace Work.Functions.Conditions;

/// <summary>
/// A condition of the host, looked at from time to time and reported to the scope <c>default</c> when it has changed. Made once, and asked by one at a time.
/// What is reported for the same name in another way holds until the source sees its next change: the latest word counts.
/// </summary>
public interface IConditionSource
{
    /// <summary>How long to wait between two looks, in real time. More than zero.</summary>
    TimeSpan Interval { get; }

    /// <summary>
    /// Looks. True and false are reported when they differ from the last; null is not known, and says nothing. A source that may waver must steady
    /// itself (<see cref="Model.Steadied"/>). What it throws is logged, and it is asked again.
    /// </summary>
    Task<bool?> LookAsync(CancellationToken cancellation);
}
