using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Work.Model;

/// <summary>The kinds of conditions that a scope can be reported with.</summary>
public enum ConditionKind
{
    /// <summary>The network.</summary>
    NetworkType,

    /// <summary>The battery is not low.</summary>
    BatteryNotLow,

    /// <summary>It is being charged.</summary>
    Charging,

    /// <summary>Nobody uses it.</summary>
    DeviceIdle,

    /// <summary>Storage is not low.</summary>
    StorageNotLow,

    /// <summary>One with a name.</summary>
    Named,
}

/// <summary>One reported condition.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Holds">Whether it holds; null is as if it had never been reported.</param>
/// <param name="Network">The network, when that is what is reported.</param>
/// <param name="Name">The name of a named one.</param>
public sealed record ConditionChange(
    ConditionKind Kind,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] bool? Holds = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Network? Network = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name = null)
{
    private static readonly Dictionary<string, ConditionKind> Kinds = new(StringComparer.Ordinal)
    {
        ["batteryNotLow"] = ConditionKind.BatteryNotLow,
        ["charging"] = ConditionKind.Charging,
        ["deviceIdle"] = ConditionKind.DeviceIdle,
        ["storageNotLow"] = ConditionKind.StorageNotLow,
    };

    /// <summary>The report that a condition holds or not, by its name in the contract; <c>connected</c> is the network, and what the contract does not know is a named condition.</summary>
    public static ConditionChange Of(string name, bool holds) =>
        name == "connected" ? new ConditionChange(ConditionKind.NetworkType, Network: holds ? Model.Network.Connected : Model.Network.None)
        : Kinds.TryGetValue(name, out ConditionKind kind) ? new ConditionChange(kind, holds)
        : new ConditionChange(ConditionKind.Named, holds, Name: name);
}

/// <summary>What was last reported of a scope; null is what never was. What was never reported holds, but for named conditions, which do not.</summary>
public sealed record ConditionSet
{
    /// <summary>The network.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Network? NetworkType { get; init; }

    /// <summary>The battery is not low.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? BatteryNotLow { get; init; }

    /// <summary>It is being charged.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Charging { get; init; }

    /// <summary>Nobody uses it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? DeviceIdle { get; init; }

    /// <summary>Storage is not low.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? StorageNotLow { get; init; }

    /// <summary>The named conditions, by name in ordinal order.</summary>
    public ImmutableSortedDictionary<string, bool> Conditions
    {
        get;
        init => field = value.WithComparers(StringComparer.Ordinal);
    }
    = ImmutableSortedDictionary<string, bool>.Empty.WithComparers(StringComparer.Ordinal);

    /// <summary>The conditions after reports; the later goes before the earlier.</summary>
    public ConditionSet With(IEnumerable<ConditionChange> changes) => changes.Aggregate(this, (set, change) => set.With(change));

    private ConditionSet With(ConditionChange change) => change.Kind switch
    {
        ConditionKind.NetworkType => this with { NetworkType = change.Network },
        ConditionKind.BatteryNotLow => this with { BatteryNotLow = change.Holds },
        ConditionKind.Charging => this with { Charging = change.Holds },
        ConditionKind.DeviceIdle => this with { DeviceIdle = change.Holds },
        ConditionKind.StorageNotLow => this with { StorageNotLow = change.Holds },
        _ when change.Name is not { } name => this,
        _ => this with { Conditions = change.Holds is { } holds ? Conditions.SetItem(change.Name, holds) : Conditions.Remove(change.Name) },
    };
}
