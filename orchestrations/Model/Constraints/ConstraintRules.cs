using System.Text.Json;

namespace Work.Model;

/// <summary>A constraint that does not hold.</summary>
/// <param name="Name">Its field, or the name of a named condition; for people.</param>
/// <param name="Reason">What a run that loses it is stopped with.</param>
/// <param name="Until">When it will hold again, as far as that is known.</param>
public sealed record Unmet(string Name, StopReason Reason, DateTimeOffset? Until = null);

/// <summary>Which constraints hold: of the reported conditions, the time and nothing else.</summary>
public static class ConstraintRules
{
    /// <summary>The constraints that do not hold, in the order of the contract. Reads time-zone data: never call it where a replay must see the same.</summary>
    public static IEnumerable<Unmet> UnmetOf(Constraints constraints, ConditionSet conditions, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(constraints);
        ArgumentNullException.ThrowIfNull(conditions);
        if (!Satisfies(conditions.NetworkType, constraints.NetworkType))
        {
            yield return new Unmet("networkType", StopReason.ConstraintConnectivity);
        }

        if (constraints.BatteryNotLow && conditions.BatteryNotLow == false)
        {
            yield return new Unmet("batteryNotLow", StopReason.ConstraintBatteryNotLow);
        }

        if (constraints.Charging && conditions.Charging == false)
        {
            yield return new Unmet("charging", StopReason.ConstraintCharging);
        }

        if (constraints.DeviceIdle && conditions.DeviceIdle == false)
        {
            yield return new Unmet("deviceIdle", StopReason.ConstraintDeviceIdle);
        }

        if (constraints.StorageNotLow && conditions.StorageNotLow == false)
        {
            yield return new Unmet("storageNotLow", StopReason.ConstraintStorageNotLow);
        }

        foreach (string name in (constraints.Conditions ?? []).Where(name => !conditions.Conditions.GetValueOrDefault(name)))
        {
            yield return new Unmet(name, StopReason.ConstraintCondition);
        }

        if (constraints.Window is { } window && !WindowRules.IsOpen(window, now))
        {
            yield return new Unmet("window", StopReason.ConstraintWindow, WindowRules.NextChange(window, now));
        }
    }

    /// <summary>What of a work's constraints its scope answers for: all but the content that it waits for.</summary>
    public static Constraints OfScope(Constraints constraints)
    {
        ArgumentNullException.ThrowIfNull(constraints);
        return constraints with { ContentTriggers = null, TriggerUpdateDelay = null, TriggerMaxDelay = null };
    }

    /// <summary>The same text for the same constraints.</summary>
    public static string KeyOf(Constraints constraints) => JsonSerializer.Serialize(constraints);

    private static bool Satisfies(Network? reported, NetworkType required) => reported is not { } network || required switch
    {
        NetworkType.NotRequired => true,
        NetworkType.Connected => network is not (Network.None or Network.NotRequired),
        NetworkType.Unmetered => network is Network.Unmetered,
        NetworkType.NotRoaming => network is Network.NotRoaming or Network.Unmetered or Network.TemporarilyUnmetered,
        NetworkType.Metered => network is Network.Metered,
        _ => network is Network.TemporarilyUnmetered or Network.Unmetered,
    };
}
