using Work.Model;

namespace Model.Tests.Requests;

public sealed class WorkSpecsTests
{
    [Fact]
    public void Keys_become_ids_and_stored_ids_stay()
    {
        var specs = Specs("""{ "work": [ { "key": "a", "worker": "transfer" }, { "worker": "archive", "after": ["stored", "a"] } ] }""", "id-1", "id-2");
        Assert.Equal(["id-1", "id-2"], specs.Select(spec => spec.Id));
        Assert.Equal(["stored", "id-1"], specs[1].After);
    }

    [Fact]
    public void A_key_and_a_stored_id_of_one_work_are_one_prerequisite() =>
        Assert.Equal(["id-1"], Specs("""{ "work": [ { "key": "a", "worker": "transfer" }, { "worker": "archive", "after": ["a", "id-1"] } ] }""", "id-1", "id-2")[1].After);

    [Theory]
    [InlineData("[]", "transfer")]
    [InlineData("""["x","y","x"]""", "x,y,transfer")]
    [InlineData("""["transfer","x"]""", "transfer,x")]
    public void The_worker_is_always_a_tag_and_none_repeats(string tags, string expected) =>
        Assert.Equal(expected.Split(','), Specs($$"""{ "worker": "transfer", "tags": {{tags}} }""", "id")[0].Tags);

    [Fact]
    public void The_limits_that_later_rules_need_are_written_down()
    {
        var limits = WorkLimits.For(WorkProfile.Android) with { MaxBackoff = TimeSpan.FromHours(1) };
        var request = Reading.Accepted("""{ "worker": "transfer", "traceTag": "t", "keepResultsFor": "PT1H" }""", Reading.Context with { Limits = limits });
        var spec = Assert.Single(WorkSpecs.From(request, ["id"], limits));
        Assert.Equal((false, 0.0, 10_240, TimeSpan.FromHours(1)), (spec.RetriesExceptions, spec.Jitter, spec.MaxDataBytes, spec.MaxBackoff));
        Assert.Equal(("t", TimeSpan.FromHours(1)), (spec.TraceTag, spec.KeepResultsFor));
    }

    [Fact]
    public void There_must_be_one_id_for_each_work() => Assert.Throws<ArgumentException>(() => Specs("""{ "worker": "transfer" }"""));

    private static IReadOnlyList<WorkSpec> Specs(string body, params string[] ids) => WorkSpecs.From(Reading.Accepted(body), ids, Reading.Context.Limits);
}
