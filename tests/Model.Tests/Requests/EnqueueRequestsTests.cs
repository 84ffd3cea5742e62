using Work.Model;

namespace Model.Tests.Requests;

public sealed class EnqueueRequestsTests
{
    private static readonly EnqueueRequest Chain = Reading.Accepted("""
        { "work": [
          { "key": "a", "id": "one", "worker": "transfer" },
          { "key": "b", "id": "two", "worker": "transfer", "after": ["a", "old"] },
          { "key": "c", "worker": "archive", "after": ["a", "b", "older"] },
          { "key": "d", "worker": "archive", "after": ["c"] } ] }
        """);

    [Fact]
    public void Without_stored_works_a_request_is_as_it_was() => Assert.Same(Chain, Chain.Without(Set()));

    [Fact]
    public void What_depended_on_a_stored_work_depends_on_it_by_its_id()
    {
        var left = Chain.Without(Set("one"));
        Assert.Equal(["two", null, null], left.Works.Select(work => work.Id));
        Assert.Equal([new AfterEntry("one", null), new AfterEntry("old", null)], left.Works[0].After);
        Assert.Equal([new AfterEntry("one", null), new AfterEntry("b", 0), new AfterEntry("older", null)], left.Works[1].After);
        Assert.Equal([new AfterEntry("c", 1)], left.Works[2].After);
        Assert.Equal(["one", "old", "older"], left.StoredPrerequisites);
    }

    [Fact]
    public void What_only_a_stored_work_waited_for_is_no_longer_asked_for()
    {
        var left = Chain.Without(Set("one", "two"));
        Assert.Equal(["one", "two", "older"], left.StoredPrerequisites);
        Assert.Equal([new AfterEntry("one", null), new AfterEntry("two", null), new AfterEntry("older", null)], left.Works[0].After);
    }

    [Fact]
    public void A_request_of_stored_works_alone_has_nothing_left()
    {
        var left = Reading.Accepted("""{ "id": "one", "worker": "transfer", "after": ["old"] }""").Without(Set("one"));
        Assert.Empty(left.Works);
        Assert.Empty(left.StoredPrerequisites);
    }

    [Fact]
    public void Ids_that_the_request_does_not_have_are_ignored() =>
        Assert.Equal(Chain.Works.Select(work => work.Worker), Chain.Without(Set("other")).Works.Select(work => work.Worker));

    [Fact]
    public void A_stored_work_named_by_key_and_by_id_is_waited_for_once()
    {
        var request = Reading.Accepted("""{ "work": [ { "key": "a", "id": "one", "worker": "transfer" }, { "worker": "transfer", "after": ["a", "one"] } ] }""");
        Assert.Equal(["one"], WorkSpecs.From(request.Without(Set("one")), ["x"], new WorkLimits())[0].After);
    }

    [Fact]
    public void Each_mention_of_a_missing_prerequisite_is_a_fault()
    {
        Assert.Equal(["work[1].after[1] 422", "work[2].after[2] 422"], Chain.Missing(Set("old", "older", "a")).Select(fault => $"{fault.Path} {fault.Status}"));
        Assert.Empty(Chain.Missing(Set()));
    }

    [Fact]
    public void In_a_single_work_the_path_has_no_position() =>
        Assert.Equal("after[0]", Assert.Single(Reading.Accepted("""{ "worker": "transfer", "after": ["old"] }""").Missing(Set("old"))).Path);

    [Fact]
    public void A_chosen_id_in_the_form_of_a_generated_one_is_a_fault_where_it_stands()
    {
        Assert.Equal(["work[1].id 422"], Chain.Unusable(Set("two", "old")).Select(fault => $"{fault.Path} {fault.Status}"));
        Assert.Equal("id", Assert.Single(Reading.Accepted("""{ "id": "one", "worker": "transfer" }""").Unusable(Set("one"))).Path);
    }

    private static HashSet<string> Set(params string[] ids) => [.. ids];
}
