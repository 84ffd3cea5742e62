using Work.Model;

namespace Model.Tests.Requests;

public sealed class ContinuationTests
{
    private const string T = "\"worker\": \"transfer\"";

    [Fact]
    public void After_names_keys_first_and_stored_ids_else()
    {
        var request = Reading.Accepted($$"""
            { "work": [ { "key": "c", {{T}}, "after": ["a", "stored", "b"] }, { "key": "a", {{T}}, "after": ["stored", "other"] }, { "key": "b", {{T}} }, { {{T}} } ] }
            """);
        Assert.True(request.IsContinuation);
        Assert.Equal([new AfterEntry("a", 1), new AfterEntry("stored", null), new AfterEntry("b", 2)], request.Works[0].After);
        Assert.Equal(["stored", "other"], request.StoredPrerequisites);
        Assert.Null(request.Works[3].Key);
    }

    [Theory]
    [InlineData("{ \"work\": [] }", "400\n400 work: must not be empty")]
    [InlineData("{ \"work\": {} }", "400\n400 work: must be an array")]
    [InlineData("{ \"work\": null }", "400\n400 work: must be an array")]
    [InlineData("{ \"work\": [7] }", "400\n400 work[0]: must be an object")]
    [InlineData("{ \"work\": [{}] }", "400\n400 work[0].worker: is required")]
    [InlineData("{ \"work\": [{" + T + "}], \"unique\": \"n\" }", "400\n400 unique: unknown field")]
    [InlineData("{ \"work\": [{" + T + "}], \"worker\": \"transfer\" }", "400\n400 worker: unknown field")]
    [InlineData("{ \"work\": [{" + T + "}], \"work\": [{" + T + "}] }", "400\n400 work: must not be given twice")]
    [InlineData("{ \"work\": [{ \"key\": \"\", " + T + "}] }", "400\n400 work[0].key: must have 1 to 100 characters")]
    [InlineData("{ \"work\": [{ \"key\": \"k\", " + T + "}, { \"key\": \"k\", " + T + "}] }", "400\n400 work[1].key: is the key of work[0] already")]
    [InlineData("{ \"work\": [{ \"id\": \"k\", " + T + "}, { \"id\": \"k\", " + T + "}] }", "400\n400 work[1].id: is the id of work[0] already")]
    [InlineData("{ \"work\": [{ " + T + ", \"after\": [\"no such key\"] }] }", "422\n422 work[0].after[0]: is neither a key of this body nor the id of stored work")]
    [InlineData("{ \"work\": [{ " + T + ", \"backoff\": { \"delay\": \"x\" } }] }", "400\n400 work[0].backoff.delay: must be an ISO 8601 duration")]
    public void A_fault_is_named_by_its_path(string body, string faults) => Assert.Equal(faults, Reading.Rejected(body));

    [Fact]
    public void A_cycle_is_422_and_names_its_keys() =>
        Assert.Equal("422\n422 work[1].after: is on a cycle: a after c after b after a", Reading.Rejected($$"""
            { "work": [ { "key": "start", {{T}} }, { "key": "a", {{T}}, "after": ["start", "c"] }, { "key": "b", {{T}}, "after": ["a"] },
                        { "key": "c", {{T}}, "after": ["b"] }, { "key": "end", {{T}}, "after": ["c"] } ] }
            """));

    [Fact]
    public void A_work_after_itself_is_a_cycle() =>
        Assert.Equal("422\n422 work[0].after: is on a cycle: a after a", Reading.Rejected($$"""{ "work": [ { "key": "a", {{T}}, "after": ["a"] } ] }"""));

    [Fact]
    public void Each_cycle_is_reported() =>
        Assert.Equal("422\n422 work[0].after: is on a cycle: a after b after a\n422 work[2].after: is on a cycle: c after d after c", Reading.Rejected($$"""
            { "work": [ { "key": "a", {{T}}, "after": ["b"] }, { "key": "b", {{T}}, "after": ["a"] },
                        { "key": "c", {{T}}, "after": ["a", "d"] }, { "key": "d", {{T}}, "after": ["c"] } ] }
            """));

    [Fact]
    public void The_same_work_in_two_branches_is_no_cycle() =>
        Assert.Equal(4, Reading.Accepted($$"""
            { "work": [ { "key": "a", {{T}} }, { "key": "b", {{T}}, "after": ["a"] }, { "key": "c", {{T}}, "after": ["a"] }, { "key": "d", {{T}}, "after": ["b", "c"] } ] }
            """).Works.Count);

    [Fact]
    public void A_cycle_through_ten_thousand_works_is_found()
    {
        var works = Enumerable.Range(0, 10_000).Select(i => $$"""{ "key": "{{i}}", {{T}}, "after": ["{{(i + 1) % 10_000}}"] }""");
        Assert.StartsWith("422\n422 work[0].after: is on a cycle: 0 after 1 after 2 after ", Reading.Rejected(Body(works)), StringComparison.Ordinal);
    }

    [Fact]
    public void At_most_ten_thousand_works()
    {
        Assert.Equal(10_000, Reading.Accepted(Body(Enumerable.Repeat($$"""{ {{T}} }""", 10_000))).Works.Count);
        Assert.Equal("413\n413 work: must have at most 10000 entries, has 10001", Reading.Rejected(Body(Enumerable.Repeat($$"""{ {{T}} }""", 10_001))));
    }

    [Fact]
    public void Faults_of_all_works_come_at_once() =>
        Assert.Equal(
            "400\n400 work[0].maxAttempts: must not be negative\n400 work[1].typo: unknown field\n422 work[1].worker: no worker is registered as 'x'\n422 work[2].after: is on a cycle: a after a",
            Reading.Rejected($$"""{ "work": [ { {{T}}, "maxAttempts": -1 }, { "worker": "x", "typo": 1 }, { "key": "a", {{T}}, "after": ["a"] } ] }"""));

    private static string Body(IEnumerable<string> works) => $$"""{ "work": [{{string.Join(',', works)}}] }""";
}
