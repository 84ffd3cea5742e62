namespace Work.Model;

/// <summary>What became of a body: accepted as a whole or refused as a whole. The family is closed.</summary>
public abstract record EnqueueReading
{
    private protected EnqueueReading()
    {
    }
}

/// <summary>The body is valid in itself; whether its stored prerequisites exist is for the caller to find out.</summary>
public sealed record AcceptedReading(EnqueueRequest Request) : EnqueueReading;

/// <summary>The body is refused, with all of its faults at once.</summary>
/// <param name="Status">400 when any fault is of the form, else 413 when anything is too large, else 422.</param>
/// <param name="Faults">At least one, in the order of the body as far as the checks allow; at most <see cref="WorkLimits.MaxFaults"/>.</param>
public sealed record RejectedReading(int Status, IReadOnlyList<Fault> Faults) : EnqueueReading;

/// <summary>One fault of a body.</summary>
/// <param name="Path">The field, such as <c>work[1].backoff.delay</c>; <c>$</c> is the body itself.</param>
/// <param name="Message">What the field must be, for people.</param>
/// <param name="Status">400, 413 or 422.</param>
public sealed record Fault(string Path, string Message, int Status);
