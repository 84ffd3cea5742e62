using System.Diagnostics.CodeAnalysis;

namespace Work.Functions.Callers;

/// <summary>Who calls, as a token that was checked says.</summary>
/// <param name="Name">For the log: the object id of the user or app, never a name or an address.</param>
/// <param name="Roles">The app roles.</param>
/// <param name="ExpiresAt">When the token lapses.</param>
/// <param name="Clock">The time that tokens are judged by.</param>
internal sealed record Caller(string Name, IReadOnlySet<string> Roles, DateTimeOffset ExpiresAt, TimeProvider Clock)
{
    /// <summary>Fires when the token has lapsed: an answer that goes on for long ends then, and its caller comes back with another token.</summary>
    public CancellationTokenSource UntilLapse()
    {
        TimeSpan left = ExpiresAt - Clock.GetUtcNow();
        return new CancellationTokenSource(left > TimeSpan.Zero ? TimeSpan.FromMilliseconds(Math.Min(left.TotalMilliseconds, int.MaxValue)) : TimeSpan.Zero, Clock);
    }
}

/// <summary>What became of a token: a caller, or a fault in a sentence that may be told.</summary>
internal sealed record CheckedToken(Caller? Caller, string? Fault)
{
    /// <summary>Whether there is a caller.</summary>
    [MemberNotNullWhen(true, nameof(Caller))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsGood => Caller is not null;
}
