using Work.Model;

namespace Model.Tests.Conditions;

public sealed class ConstraintRulesTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(NetworkType.Connected, "Connected Unmetered NotRoaming Metered TemporarilyUnmetered")]
    [InlineData(NetworkType.Unmetered, "Unmetered")]
    [InlineData(NetworkType.NotRoaming, "Unmetered NotRoaming TemporarilyUnmetered")]
    [InlineData(NetworkType.Metered, "Metered")]
    [InlineData(NetworkType.TemporarilyUnmetered, "Unmetered TemporarilyUnmetered")]
    [InlineData(NetworkType.NotRequired, "None NotRequired Connected Unmetered NotRoaming Metered TemporarilyUnmetered")]
    public void A_network_satisfies_what_it_says_and_what_that_implies(NetworkType required, string satisfying) => Assert.Equal(
        satisfying,
        string.Join(' ', Enum.GetValues<Network>().Where(network => Unmet(new() { NetworkType = required }, new() { NetworkType = network }).Length == 0)));

    [Fact]
    public void What_was_never_reported_holds_but_for_named_conditions()
    {
        var all = new Work.Model.Constraints { NetworkType = NetworkType.Metered, BatteryNotLow = true, Charging = true, DeviceIdle = true, StorageNotLow = true, Conditions = ["a", "b"] };
        Assert.Equal(["a", "b"], Unmet(all, new ConditionSet()).Select(unmet => unmet.Name));
    }

    [Fact]
    public void A_report_is_merged_and_null_forgets()
    {
        ConditionSet set = new ConditionSet().With([new(ConditionKind.Charging, false), new(ConditionKind.Named, true, Name: "a"), new(ConditionKind.Named, true, Name: "b")]);
        set = set.With([new(ConditionKind.Charging), new(ConditionKind.Named, Name: "a"), new(ConditionKind.StorageNotLow, false)]);
        Assert.Equal((null, false), (set.Charging, set.StorageNotLow));
        Assert.Equal(["b"], set.Conditions.Keys);
    }

    [Fact]
    public void Each_constraint_has_its_reason()
    {
        var all = new Work.Model.Constraints
        {
            NetworkType = NetworkType.Connected,
            BatteryNotLow = true,
            Charging = true,
            DeviceIdle = true,
            StorageNotLow = true,
            Conditions = ["open"],
            Window = new TimeWindow(new TimeOnly(1, 0), new TimeOnly(2, 0), "UTC"),
        };
        var nothing = new ConditionSet { NetworkType = Network.None, BatteryNotLow = false, Charging = false, DeviceIdle = false, StorageNotLow = false };
        Assert.Equal(
            [
                StopReason.ConstraintConnectivity, StopReason.ConstraintBatteryNotLow, StopReason.ConstraintCharging, StopReason.ConstraintDeviceIdle,
                StopReason.ConstraintStorageNotLow, StopReason.ConstraintCondition, StopReason.ConstraintWindow,
            ],
            Unmet(all, nothing).Select(unmet => unmet.Reason));
    }

    [Theory]
    [InlineData(2, 3, "1 1 0 0 0 1 1", "? 1 1 1 0 0 1")]
    [InlineData(1, 2, "0 1 0 1 0 0 1", "? 1 1 1 1 0 1")]
    public void What_wavers_changes_only_when_it_was_seen_often_enough_in_a_row(int toTrue, int toFalse, string seen, string told)
    {
        Steadied steadied = Steadied.Unknown;
        Assert.Equal(told, string.Join(' ', seen.Split(' ').Select(each => (steadied = steadied.Next(each == "1", toTrue, toFalse)).Value switch { true => "1", false => "0", null => "?" })));
    }

    private static Unmet[] Unmet(Work.Model.Constraints constraints, ConditionSet conditions) => [.. ConstraintRules.UnmetOf(constraints, conditions, Now)];
}
