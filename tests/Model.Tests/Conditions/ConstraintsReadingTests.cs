using Model.Tests.Requests;
using Work.Model;

namespace Model.Tests.Conditions;

public sealed class ConstraintsReadingTests
{
    [Fact]
    public void All_of_it_is_read()
    {
        WorkRequest work = Assert.Single(Reading.Accepted("""
            { "worker": "transfer", "scope": "site:7@x", "constraints": { "networkType": "notRoaming", "batteryNotLow": true, "charging": true, "deviceIdle": true, "storageNotLow": true,
              "conditions": ["a", "b", "a"], "window": { "from": "22:00", "to": "06:00:30", "timeZone": "Europe/Berlin" },
              "contentTriggers": [{ "uri": "u", "descendants": true }], "triggerUpdateDelay": "PT1S" } }
            """).Works);
        Assert.Equal("site:7@x", work.Scope);
        Assert.Equal((NetworkType.NotRoaming, true, true, true, true), (work.Constraints.NetworkType, work.Constraints.BatteryNotLow, work.Constraints.Charging, work.Constraints.DeviceIdle, work.Constraints.StorageNotLow));
        Assert.Equal(["a", "b"], work.Constraints.Conditions);
        Assert.Equal(new TimeWindow(new TimeOnly(22, 0), new TimeOnly(6, 0, 30), "Europe/Berlin"), work.Constraints.Window);
        Assert.Equal([new ContentTrigger("u", true)], work.Constraints.ContentTriggers);
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)), (work.Constraints.TriggerUpdateDelay, work.Constraints.TriggerMaxDelay));
    }

    [Theory]
    [InlineData("""{ "network": "connected" }""", "400 constraints.network: unknown field")]
    [InlineData("""{ "networkType": "none" }""", "400 constraints.networkType: must be one of notRequired, connected, unmetered, notRoaming, metered, temporarilyUnmetered")]
    [InlineData("""{ "charging": 1 }""", "400 constraints.charging: must be true or false")]
    [InlineData("""{ "conditions": [""] }""", "400 constraints.conditions[0]: must have 1 to 128 characters")]
    [InlineData("""{ "window": { "from": "22:00" } }""", "400 constraints.window.to: is required")]
    [InlineData("""{ "window": { "from": "24:00", "to": "01:00" } }""", "400 constraints.window.from: must be a time of day, such as 22:00")]
    [InlineData("""{ "window": { "from": "01:00", "to": "01:00:00" } }""", "400 constraints.window: must not begin when it ends")]
    [InlineData("""{ "window": { "from": "01:00", "to": "02:00", "timeZone": "Mars/Crater" } }""", "400 constraints.window.timeZone: there is no IANA time zone 'Mars/Crater'")]
    [InlineData("""{ "contentTriggers": [{ "descendants": true }] }""", "400 constraints.contentTriggers[0].uri: is required")]
    [InlineData("""{ "triggerUpdateDelay": "PT5S" }""", "400 constraints.triggerUpdateDelay: needs contentTriggers")]
    [InlineData("""{ "triggerMaxDelay": "PT5S" }""", "400 constraints.triggerMaxDelay: needs contentTriggers")]
    [InlineData("7", "400 constraints: must be an object")]
    public void A_fault_is_named_by_its_path(string constraints, string fault) =>
        Assert.Equal($"400\n{fault}", Reading.Rejected($$"""{ "worker": "transfer", "constraints": {{constraints}} }"""));

    [Fact]
    public void A_scope_becomes_part_of_ids_and_has_what_those_may_have() =>
        Assert.Equal($"400\n400 scope: must match {ScopeNames.Pattern}", Reading.Rejected("""{ "worker": "transfer", "scope": "a/b" }"""));

    [Fact]
    public void Idleness_and_a_backoff_exclude_each_other()
    {
        Assert.Equal(
            "400\n400 backoff: must not be given together with constraints.deviceIdle",
            Reading.Rejected("""{ "worker": "transfer", "backoff": { "delay": "PT30S" }, "constraints": { "deviceIdle": true } }"""));
        Reading.Accepted("""{ "worker": "transfer", "constraints": { "deviceIdle": true } }""");
    }

    [Theory]
    [InlineData("""{ "chargin": true }""", "chargin: unknown field")]
    [InlineData("""{ "charging": "yes" }""", "charging: must be true or false")]
    [InlineData("""{ "networkType": "wifi" }""", "networkType: must be one of none, notRequired, connected, unmetered, notRoaming, metered, temporarilyUnmetered")]
    [InlineData("""{ "conditions": { "a": 1 } }""", "conditions.a: must be true or false")]
    [InlineData("""{ "conditions": { "": true } }""", "conditions.: must have a name of 1 to 128 characters")]
    [InlineData("""{ "conditions": ["a"] }""", "conditions: must be an object")]
    public void A_report_is_read_as_strictly(string body, string fault)
    {
        Assert.False(ConditionReader.TryRead(System.Text.Encoding.UTF8.GetBytes(body), Reading.Context.Limits, out _, out RejectedReading? rejected));
        Assert.Equal([fault], rejected.Faults.Select(each => $"{each.Path}: {each.Message}"));
    }
}
