using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Work.Model;

namespace Model.Tests.Requests;

public sealed class MalformedBodyTests
{
    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{", 1, 2)]
    [InlineData("{ \"worker\": \"transfer\", }", 1, 25)]
    [InlineData("{\n \"worker\": transfer }", 2, 14)]
    [InlineData("{ /* why */ \"worker\": \"transfer\" }", 1, 3)]
    [InlineData("{} {}", 1, 4)]
    public void Malformed_json_is_400_and_says_where(string body, int line, int position)
    {
        var rejected = Reading.Rejected(body);
        Assert.StartsWith("400\n400 $: malformed JSON at line ", rejected, StringComparison.Ordinal);
        Assert.Contains($"line {line}, position {position}", rejected, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"work\"")]
    [InlineData("7")]
    public void A_body_that_is_no_object_is_400(string body) => Assert.Equal("400\n400 $: must be an object", Reading.Rejected(body));

    [Fact]
    public void An_empty_object_lacks_its_worker() => Assert.Equal("400\n400 worker: is required", Reading.Rejected("{}"));

    [Fact]
    public void Nesting_ends_at_64_levels()
    {
        string Body(int depth) => $$"""{ "worker": "transfer", "input": { "k": {{new string('[', depth - 2)}}{{new string(']', depth - 2)}} } }""";
        Assert.IsType<AcceptedReading>(Reading.Of(Body(64)));
        Assert.StartsWith("400\n400 $: must not be nested deeper than 64 levels, at line 1, position ", Reading.Rejected(Body(65)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_body_over_the_limit_is_413()
    {
        var body = "{ \"worker\": \"transfer\" }".PadRight(Reading.Context.Limits.MaxBodyBytes);
        Assert.IsType<AcceptedReading>(Reading.Of(body));
        Assert.Equal("413\n413 $: must be at most 4194304 bytes", Reading.Rejected(body + " "));
    }

    [Fact]
    public void What_is_not_utf8_is_400() =>
        Assert.Equal(400, Assert.IsType<RejectedReading>(EnqueueReader.Read(new byte[] { (byte)'"', 0xff, (byte)'"' }, Reading.Context)).Status);

    [Theory]
    [InlineData("""{ "worker": "\ud800" }""", "400 worker: must not contain an unpaired surrogate")]
    [InlineData("""{ "worker": "transfer", "input": { "a": ["\udc00"] } }""", "400 input.a[0]: must not contain an unpaired surrogate")]
    [InlineData("""{ "worker": "transfer", "\ud800": 1 }""", "400 $: must not contain a property name with an unpaired surrogate")]
    [InlineData("""{ "worker": "transfer", "input": { "\ud800": 1 } }""", "400 input: must not contain a property name with an unpaired surrogate")]
    [InlineData("""{ "worker": "transfer", "tags": ["\ud800"], "id": "\ud800" }""", "400 id: must not contain an unpaired surrogate\n400 tags[0]: must not contain an unpaired surrogate")]
    public void What_is_no_unicode_is_400_and_never_throws(string body, string fault) => Assert.Equal("400\n" + fault, Reading.Rejected(body));

    [Fact]
    public void A_hostile_body_has_a_bounded_answer()
    {
        var body = "{" + string.Join(',', Enumerable.Repeat("\"\\ud800\":1", 100_000)) + "}";
        Assert.Equal(1_000, Assert.IsType<RejectedReading>(Reading.Of(body)).Faults.Count);
        body = $$"""{ "worker": "transfer", {{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"x{i}\":1"))}} }""";
        Assert.Equal(1_000, Assert.IsType<RejectedReading>(Reading.Of(body)).Faults.Count);
    }

    [Fact]
    public void Faults_beyond_the_list_still_decide_the_status()
    {
        var context = Reading.Context with { Limits = Reading.Context.Limits with { MaxFaults = 1 } };
        Assert.Equal("400\n422 worker: no worker is registered as 'x'", Reading.Rejected("""{ "worker": "x", "maxAttempts": -1 }""", context));
    }

    [Fact]
    public void A_long_name_is_cut_in_the_answer() =>
        Assert.Equal($"400\n400 {new string('x', 100)}...: unknown field", Reading.Rejected($$"""{ "worker": "transfer", "{{new string('x', 5_000)}}": 1 }"""));

    [Fact]
    public void No_bytes_make_it_throw() =>
        Prop.ForAll<byte[]>(bytes => EnqueueReader.Read(bytes, Reading.Context) is not null).QuickCheckThrowOnFailure();

    [Fact]
    public void No_damage_to_a_good_body_makes_it_throw()
    {
        var good = Encoding.UTF8.GetBytes("""{ "work": [ { "key": "a\u00e9", "worker": "transfer", "input": { "k": [1, null] }, "after": ["b"], "backoff": { "delay": "PT1S" } } ] }""");
        Prop.ForAll<int, byte>((position, value) =>
        {
            var body = (byte[])good.Clone();
            body[Math.Abs((long)position) % body.Length] = value;
            return EnqueueReader.Read(body, Reading.Context) is not null;
        }).QuickCheckThrowOnFailure();
    }
}
