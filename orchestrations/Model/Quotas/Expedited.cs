using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>What becomes of expedited work when its quota is used up.</summary>
public enum OutOfQuotaPolicy
{
    /// <summary>It runs as normal work.</summary>
    RunAsNonExpedited,

    /// <summary>It is cancelled, with the stop reason <see cref="StopReason.Quota"/>.</summary>
    Drop,
}

/// <summary>Important work: its first run goes ahead of all that is not expedited. Retries are normal.</summary>
/// <param name="OutOfQuota">What becomes of it when the quota is used up.</param>
public sealed record Expedited(OutOfQuotaPolicy OutOfQuota)
{
    /// <summary>The quota that it draws on, as it was at the enqueue; null is without limit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ExpeditedQuota? Quota { get; init; }
}

/// <summary>How much expedited work a scope may have: a bucket of tokens, one for each work, that fills up again.</summary>
/// <param name="Tokens">How many the bucket holds.</param>
/// <param name="RefillEvery">How long it takes until one more is in it.</param>
public sealed record ExpeditedQuota(int Tokens, TimeSpan RefillEvery);
