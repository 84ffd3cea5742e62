using System.Text;
using Work.Model;

namespace Model.Tests.Requests;

public sealed class SingleWorkTests
{
    [Fact]
    public void Only_the_worker_is_required_and_the_profile_gives_the_rest()
    {
        var request = Reading.Accepted("""{ "worker": "transfer" }""");
        Assert.False(request.IsContinuation);
        var work = Assert.Single(request.Works);
        Assert.Equal(("transfer", null, null), (work.Worker, work.Id, work.Key));
        Assert.Equal(new Backoff(BackoffPolicy.Exponential, TimeSpan.FromSeconds(30)), work.Backoff);
        Assert.Equal((10, TimeSpan.FromMinutes(10)), (work.MaxAttempts, work.Timeout));
        Assert.Equal((TimeSpan.Zero, null), (work.InitialDelay, work.RunAt));
        Assert.Equal((InputMerger.Overwriting, TimeSpan.FromDays(1)), (work.InputMerger, work.KeepResultsFor));
        Assert.Empty(request.Adjustments);
    }

    [Fact]
    public void Every_field_is_read()
    {
        var request = Reading.Accepted("""
            { "id": "nightly.1", "worker": "archive", "input": { "a": [1, "é"] }, "tags": ["x", "y", "x"], "initialDelay": "PT1M",
              "backoff": { "policy": "linear", "delay": "00:00:20" }, "maxAttempts": 0, "timeout": "PT1H", "inputMerger": "arrayCreating",
              "after": ["stored-1", "stored-2"], "traceTag": "night", "keepResultsFor": "PT0S" }
            """);
        var work = Assert.Single(request.Works);
        Assert.Equal(("nightly.1", "archive", "night"), (work.Id, work.Worker, work.TraceTag));
        Assert.Equal("""{ "a": [1, "é"] }""", work.Input?.GetRawText());
        Assert.Equal(["x", "y", "x"], work.Tags);
        Assert.Equal(new Backoff(BackoffPolicy.Linear, TimeSpan.FromSeconds(20)), work.Backoff);
        Assert.Equal((0, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)), (work.MaxAttempts, work.Timeout, work.InitialDelay));
        Assert.Equal((InputMerger.ArrayCreating, TimeSpan.Zero), (work.InputMerger, work.KeepResultsFor));
        Assert.Equal([new AfterEntry("stored-1", null), new AfterEntry("stored-2", null)], work.After);
        Assert.Equal(["stored-1", "stored-2"], request.StoredPrerequisites);
    }

    [Theory]
    [InlineData("2031-01-01T02:00:00+02:00", "2031-01-01T00:00:00Z")]
    [InlineData("1999-01-01T00:00:00Z", "1999-01-01T00:00:00Z")]
    public void RunAt_is_kept_in_utc_even_when_it_is_past(string given, string kept) =>
        Assert.Equal(kept, Rfc3339.Format(Reading.Accepted($$"""{ "worker": "transfer", "runAt": "{{given}}" }""").Works[0].RunAt!.Value));

    [Theory]
    [InlineData("PT0.5S", "PT1S", "minBackoff")]
    [InlineData("PT0S", "PT1S", "minBackoff")]
    [InlineData("PT10H", "PT5H", "maxBackoff")]
    [InlineData("P99999999999999D", "PT5H", "maxBackoff")]
    public void A_backoff_beyond_floor_or_ceiling_is_adjusted_and_said(string from, string to, string why)
    {
        var request = Reading.Accepted($$"""{ "work": [ { "worker": "transfer", "backoff": { "delay": "{{from}}" } } ] }""");
        Assert.Equal(to, IsoDuration.Format(request.Works[0].Backoff.Delay));
        Assert.True(IsoDuration.TryParse(from, out var asked));
        Assert.Equal([new Adjustment("work[0].backoff.delay", IsoDuration.Format(asked), to, why)], request.Adjustments);
    }

    [Fact]
    public void Android_has_its_own_floor_and_defaults()
    {
        var context = Reading.Context with { Limits = WorkLimits.For(WorkProfile.Android) };
        var request = Reading.Accepted("""{ "worker": "transfer", "backoff": { "delay": "PT5S" } }""", context);
        Assert.Equal([new Adjustment("backoff.delay", "PT5S", "PT10S", "minBackoff")], request.Adjustments);
        Assert.Equal(0, request.Works[0].MaxAttempts);
    }

    [Theory]
    [InlineData("\"id\": \"a b\"", "400 id: must match [A-Za-z0-9][A-Za-z0-9._-]{0,99}")]
    [InlineData("\"id\": 7", "400 id: must be a string")]
    [InlineData("\"id\": null", "400 id: must be a string")]
    [InlineData("\"key\": \"a\"", "400 key: unknown field")]
    [InlineData("\"prio\": 1", "400 prio: unknown field")]
    [InlineData("\"Tags\": []", "400 Tags: unknown field")]
    [InlineData("\"input\": []", "400 input: must be an object")]
    [InlineData("\"tags\": \"x\"", "400 tags: must be an array")]
    [InlineData("\"tags\": [\"x\", 1, \"\"]", "400 tags[1]: must be a string\n400 tags[2]: must have 1 to 128 characters")]
    [InlineData("\"initialDelay\": \"soon\"", "400 initialDelay: must be an ISO 8601 duration")]
    [InlineData("\"initialDelay\": 30", "400 initialDelay: must be an ISO 8601 duration")]
    [InlineData("\"initialDelay\": \"-PT1S\"", "400 initialDelay: must not be negative")]
    [InlineData("\"initialDelay\": \"-00:00:01\"", "400 initialDelay: must not be negative")]
    [InlineData("\"initialDelay\": \"P3651D\"", "400 initialDelay: must be at most P3650D")]
    [InlineData("\"runAt\": \"2030-01-01\"", "400 runAt: must be an RFC 3339 instant")]
    [InlineData("\"runAt\": \"2099-01-01T00:00:00Z\"", "400 runAt: must not be after 2039-12-31T12:00:00Z")]
    [InlineData("\"runAt\": \"2030-01-02T12:00:00Z\", \"initialDelay\": \"PT0S\"", "400 runAt: must not be given together with initialDelay")]
    [InlineData("\"backoff\": \"linear\"", "400 backoff: must be an object")]
    [InlineData("\"backoff\": { \"policy\": \"Linear\" }", "400 backoff.policy: must be one of exponential, linear")]
    [InlineData("\"backoff\": { \"delay\": \"-PT1S\", \"x\": 1 }", "400 backoff.delay: must not be negative\n400 backoff.x: unknown field")]
    [InlineData("\"maxAttempts\": -1", "400 maxAttempts: must not be negative")]
    [InlineData("\"maxAttempts\": 1.5", "400 maxAttempts: must be a whole number")]
    [InlineData("\"maxAttempts\": 3000000000", "400 maxAttempts: must be at most 2147483647")]
    [InlineData("\"timeout\": \"PT0S\"", "400 timeout: must be more than zero")]
    [InlineData("\"timeout\": \"P31D\"", "400 timeout: must be at most P30D")]
    [InlineData("\"inputMerger\": \"sum\"", "400 inputMerger: must be one of overwriting, arrayCreating")]
    [InlineData("\"after\": [\"a\", \"a\"]", "400 after[1]: must not be given twice")]
    [InlineData("\"after\": [{}]", "400 after[0]: must be a string")]
    [InlineData("\"traceTag\": \"\"", "400 traceTag: must have 1 to 127 characters")]
    [InlineData("\"keepResultsFor\": \"-P1D\"", "400 keepResultsFor: must not be negative")]
    [InlineData("\"tags\": [], \"tags\": []", "400 tags: must not be given twice")]
    [InlineData("\"input\": { \"a\": { \"b\": 1, \"b\": 2 } }", "400 input.a.b: must not be given twice")]
    public void A_fault_of_the_form_is_named_by_its_path(string field, string fault) =>
        Assert.Equal("400\n" + fault, Reading.Rejected($$"""{ "worker": "transfer", {{field}} }"""));

    [Fact]
    public void Lengths_are_counted_in_characters()
    {
        string Body(int tag, int trace) => $$"""{ "worker": "transfer", "tags": ["{{Repeat("😀", tag)}}"], "traceTag": "{{Repeat("😀", trace)}}" }""";
        Assert.IsType<AcceptedReading>(Reading.Of(Body(128, 127)));
        Assert.Equal("400\n400 tags[0]: must have 1 to 128 characters\n400 traceTag: must have 1 to 127 characters", Reading.Rejected(Body(129, 128)));
    }

    [Fact]
    public void At_most_50_tags()
    {
        string Body(int count) => $$"""{ "worker": "transfer", "tags": [{{string.Join(',', Enumerable.Range(0, count).Select(i => $"\"{i}\""))}}] }""";
        Assert.IsType<AcceptedReading>(Reading.Of(Body(50)));
        Assert.Equal("400\n400 tags: must have at most 50 entries", Reading.Rejected(Body(51)));
    }

    [Theory]
    [InlineData(WorkProfile.Server, 262_144)]
    [InlineData(WorkProfile.Android, 10_240)]
    public void Input_is_measured_in_bytes_and_over_the_limit_is_413(WorkProfile profile, int most)
    {
        var context = Reading.Context with { Limits = WorkLimits.For(profile) };
        string Body(int bytes) => $$"""{ "worker": "transfer", "input": {"k":"{{Repeat("é", (bytes - 8) / 2)}}"} }""";
        Assert.IsType<AcceptedReading>(Reading.Of(Body(most), context));
        Assert.Equal($"413\n413 input: must be at most {most} bytes, has {most + 2}", Reading.Rejected(Body(most + 2), context));
    }

    [Fact]
    public void An_unknown_worker_is_422() =>
        Assert.Equal("422\n422 worker: no worker is registered as 'Transfer'", Reading.Rejected("""{ "worker": "Transfer" }"""));

    [Fact]
    public void A_work_after_its_own_id_is_422() =>
        Assert.Equal("422\n422 after[0]: must not name the work itself", Reading.Rejected("""{ "id": "me", "worker": "transfer", "after": ["me"] }"""));

    [Fact]
    public void All_faults_come_at_once_and_the_form_decides_the_status() =>
        Assert.Equal(
            "400\n400 maxAttempts: must not be negative\n413 input: must be at most 262144 bytes, has 300008\n422 worker: no worker is registered as 'x'",
            Reading.Rejected($$"""{ "worker": "x", "maxAttempts": -1, "input": {"k":"{{Repeat("a", 300_000)}}"} }"""));

    [Fact]
    public void Too_large_comes_before_impossible() =>
        Assert.StartsWith("413\n", Reading.Rejected($$"""{ "worker": "x", "input": {"k":"{{Repeat("a", 300_000)}}"} }"""), StringComparison.Ordinal);

    [Fact]
    public void The_result_does_not_refer_to_the_memory_of_the_body()
    {
        var body = Encoding.UTF8.GetBytes("""{ "worker": "transfer", "input": {"a":1} }""");
        var reading = (AcceptedReading)EnqueueReader.Read(body, Reading.Context);
        Array.Clear(body);
        Assert.Equal("""{"a":1}""", reading.Request.Works[0].Input?.GetRawText());
    }

    private static string Repeat(string text, int count) => new StringBuilder().Insert(0, text, count).ToString();
}
