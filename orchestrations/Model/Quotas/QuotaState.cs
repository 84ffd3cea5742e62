using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>
/// The bucket of tokens of a scope. It fills up with time, up to what the one who asks says that it holds; it is full at the first.
/// </summary>
public sealed record QuotaState
{
    /// <summary>How many tokens there were at <see cref="CountedAt"/>.</summary>
    [JsonPropertyName("n")]
    public int Tokens { get; init; }

    /// <summary>From when on the next token counts; null before the first asking.</summary>
    [JsonPropertyName("at"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(UnixMilliseconds))]
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>Who has taken one and not left, so that asking twice takes one.</summary>
    [JsonPropertyName("g")]
    public ImmutableArray<GateTicket> Granted { get; init; } = [];

    /// <summary>Whether a work has its token.</summary>
    public bool Has(GateTicket ticket) => Granted.Contains(ticket);

    /// <summary>The state when a work asks for a token: it has one if there is one.</summary>
    public QuotaState Asked(GateTicket ticket, ExpeditedQuota quota, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(quota);
        QuotaState filled = Filled(quota, now);
        return Has(ticket) || filled.Tokens == 0 ? filled : filled with { Tokens = filled.Tokens - 1, Granted = filled.Granted.Add(ticket) };
    }

    /// <summary>The state when a work leaves. Its token is spent.</summary>
    public QuotaState Left(GateTicket ticket) => this with { Granted = Granted.Remove(ticket) };

    // A clock that goes back fills nothing, and takes nothing away.
    private QuotaState Filled(ExpeditedQuota quota, DateTimeOffset now)
    {
        if (CountedAt is not { } from)
        {
            return this with { Tokens = quota.Tokens, CountedAt = now };
        }

        long more = Math.Max(0, (now - from).Ticks / quota.RefillEvery.Ticks);
        return Tokens + more >= quota.Tokens
            ? this with { Tokens = quota.Tokens, CountedAt = now }
            : this with { Tokens = Tokens + (int)more, CountedAt = from + (quota.RefillEvery * more) };
    }
}
