using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Workers;

public sealed class HttpWorkerTests : IDisposable
{
    private readonly Rig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(200)]
    [InlineData(201)]
    public async Task A_JSON_object_is_the_output(int status)
    {
        await using var site = await AnswerAsync(status, """{ "id": 7 }""");

        var output = (await _rig.HttpAsync(new { url = site.Url })).Output();

        Assert.Equal("""{"id":7}""", JsonSerializer.Serialize(output));
    }

    [Theory]
    [InlineData(204, "")]
    [InlineData(200, "")]
    [InlineData(200, "done")]
    [InlineData(200, "[1]")]
    [InlineData(200, "{ broken")]
    public async Task A_success_without_a_JSON_object_has_no_output(int status, string body)
    {
        await using var site = await AnswerAsync(status, body);

        Assert.Equal(WorkResult.Success(), await _rig.HttpAsync(new { url = site.Url }));
    }

    [Theory]
    [InlineData(408)]
    [InlineData(425)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(599)]
    public async Task What_may_pass_is_a_retry(int status)
    {
        await using var site = await AnswerAsync(status, "{}");

        Assert.Null((await _rig.HttpAsync(new { url = site.Url })).IsRetry(ErrorTypes.UnexpectedStatus).AtLeast);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(304)]
    public async Task Any_other_4xx_and_a_redirect_are_a_failure(int status)
    {
        await using var site = await TestSite.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        (await _rig.HttpAsync(new { url = site.Url })).IsFailure(ErrorTypes.UnexpectedStatus);
        Assert.Single(site.Seen);
    }

    [Fact]
    public async Task A_202_is_a_failure_as_callbacks_are_not_waited_for_unless_it_is_expected()
    {
        await using var site = await AnswerAsync(202, "{}");

        (await _rig.HttpAsync(new { url = site.Url })).IsFailure(ErrorTypes.NoCallback);
        Assert.IsType<WorkSuccess>(await _rig.HttpAsync(new { url = site.Url, expect = 202 }));
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("Tue, 01 Jan 2030 00:01:30 GMT", 90)]
    [InlineData("Mon, 31 Dec 2029 00:00:00 GMT", 0)]
    [InlineData("Fri, 31 Dec 9999 00:00:00 GMT", 7 * 86_400)]
    [InlineData("soon", null)]
    public async Task Retry_After_is_the_least_delay_measured_on_the_clock_of_the_answer(string header, int? seconds)
    {
        await using var site = await TestSite.StartAsync(context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = header;
            context.Response.Headers.Date = "Tue, 01 Jan 2030 00:00:00 GMT";
            return Task.CompletedTask;
        });

        var retry = (await _rig.HttpAsync(new { url = site.Url })).IsRetry(ErrorTypes.UnexpectedStatus);

        Assert.Equal(seconds, retry.AtLeast?.TotalSeconds);
    }

    [Fact]
    public async Task No_connection_is_a_retry()
    {
        Uri url;
        await using (var site = await AnswerAsync(200, ""))
        {
            url = site.Url;
        }

        (await _rig.HttpAsync(new { url })).IsRetry(ErrorTypes.NoConnection);
    }

    [Theory]
    [InlineData(200, """{ "result": "success", "output": { "a": 1 } }""", typeof(WorkSuccess))]
    [InlineData(500, """{ "result": "success" }""", typeof(WorkSuccess))]
    [InlineData(200, """{ "result": "failure", "output": {} }""", typeof(WorkFailure))]
    [InlineData(404, """{ "result": "retry" }""", typeof(WorkRetry))]
    [InlineData(202, """{ "result": "retry", "error": { "type": "busy", "message": "later" } }""", typeof(WorkRetry))]
    public async Task A_work_result_says_it_outright(int status, string body, Type result)
    {
        await using var site = await AnswerAsync(status, body, HttpWorker.ResultMediaType);

        Assert.IsType(result, await _rig.HttpAsync(new { url = site.Url }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{ "result": "maybe" }""")]
    [InlineData("""{ "result": "success", "output": [] }""")]
    [InlineData("""{ "result": "success", "outptu": {} }""")]
    public async Task A_work_result_that_is_none_is_a_failure(string body)
    {
        await using var site = await AnswerAsync(200, body, HttpWorker.ResultMediaType);

        (await _rig.HttpAsync(new { url = site.Url })).IsFailure(ErrorTypes.InvalidAnswer);
    }

    [Fact]
    public async Task An_answer_of_256_KiB_is_taken_and_a_larger_one_fails()
    {
        const int frame = 8; // {"a":""}
        await using var fits = await AnswerAsync(200, $$"""{"a":"{{new string('x', HttpWorker.MaxAnswerBytes - frame)}}"}""");
        await using var large = await AnswerAsync(200, $$"""{"a":"{{new string('x', HttpWorker.MaxAnswerBytes - frame + 1)}}"}""");

        Assert.IsType<WorkSuccess>(await _rig.HttpAsync(new { url = fits.Url }));
        (await _rig.HttpAsync(new { url = large.Url })).IsFailure(ErrorTypes.AnswerTooLarge);
    }

    [Fact]
    public async Task Without_a_body_the_envelope_names_the_work_and_the_attempt()
    {
        await using var site = await AnswerAsync(204, "");
        var run = new TestRun(new { url = site.Url, extra = 1 }, earlierAttempts: 2);

        await _rig.HttpAsync(new { }, run);

        var seen = Assert.Single(site.Seen);
        var envelope = JsonElement.Parse(seen.Body);
        Assert.Equal("POST", seen.Method);
        Assert.Equal("application/json", seen["Content-Type"]);
        Assert.Equal(
            ["workId", "attempt", "input", "tags", "generation", "deadline", "callback"],
            envelope.EnumerateObject().Select(property => property.Name));
        Assert.Equal("work-1", envelope.GetProperty("workId").GetString());
        Assert.Equal(3, envelope.GetProperty("attempt").GetInt32());
        Assert.Equal(1, envelope.GetProperty("input").GetProperty("extra").GetInt32());
        Assert.Equal("2030-01-01T00:10:00Z", envelope.GetProperty("deadline").GetString());
    }

    [Fact]
    public async Task A_method_a_body_and_headers_of_the_input_win()
    {
        await using var site = await AnswerAsync(204, "");

        await _rig.HttpAsync(new { url = site.Url, method = "put", body = new { a = 1 }, headers = new { X_Test = "1" } });
        await _rig.HttpAsync(new { url = site.Url, body = "plain", headers = new Dictionary<string, object> { ["Content-Type"] = "text/csv", ["Accept"] = new[] { "a/b", "c/d" } } });
        await _rig.HttpAsync(new { url = site.Url, method = "GET" });

        var seen = site.Seen.ToArray();
        Assert.Equal(("PUT", """{"a":1}""", "application/json", "1"), (seen[0].Method, Encoding.UTF8.GetString(seen[0].Body), seen[0]["Content-Type"], seen[0]["X_Test"]));
        Assert.Equal(("POST", "plain", "text/csv"), (seen[1].Method, Encoding.UTF8.GetString(seen[1].Body), seen[1]["Content-Type"]));
        Assert.Equal(["a/b", "c/d"], seen[1]["Accept"]!.Split(',', StringSplitOptions.TrimEntries));
        Assert.Equal(("GET", 0), (seen[2].Method, seen[2].Body.Length));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(404, true)]
    [InlineData(201, false)]
    public async Task Expected_codes_take_the_place_of_2xx(int status, bool succeeds)
    {
        await using var site = await AnswerAsync(status, "{}");

        Assert.Equal(succeeds, await _rig.HttpAsync(new { url = site.Url, expect = new[] { 200, 404 } }) is WorkSuccess);
    }

    [Fact]
    public async Task The_trace_of_the_run_goes_along()
    {
        await using var site = await AnswerAsync(204, "");
        using var activity = new Activity("run").SetIdFormat(ActivityIdFormat.W3C).Start();

        await _rig.HttpAsync(new { url = site.Url });

        Assert.Contains(activity.TraceId.ToHexString(), Assert.Single(site.Seen)["traceparent"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_fault_of_the_input_is_named_at_once()
    {
        var result = await _rig.HttpAsync(new
        {
            url = "ftp://example.com",
            method = "CONNECT",
            expect = 99,
            headers = new Dictionary<string, object> { ["Host"] = "a", ["metadata"] = "true", ["X-Fine"] = "1", ["X-Split"] = "a\r\nb", ["bad name"] = "1" },
        });

        result.IsFailure(ErrorTypes.InvalidInput);
        var message = ((WorkFailure)result).Error!.Message;
        Assert.All(["'url'", "'method'", "'expect'", "headers.Host", "headers.metadata", "headers.X-Split", "headers.bad name"], part => Assert.Contains(part, message, StringComparison.Ordinal));
        Assert.DoesNotContain("X-Fine", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_address_and_one_with_a_password_are_faults()
    {
        (await _rig.HttpAsync(new { })).IsFailure(ErrorTypes.InvalidInput);
        (await _rig.HttpAsync(new { url = "http://me:secret@127.0.0.1/" })).IsFailure(ErrorTypes.InvalidInput);
        (await _rig.HttpAsync(new { url = "/relative" })).IsFailure(ErrorTypes.InvalidInput);
    }

    private static Task<TestSite> AnswerAsync(int status, string body, string type = "application/json") => TestSite.StartAsync(async context =>
    {
        context.Response.StatusCode = status;
        if (body.Length > 0 || type != "application/json")
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
        }
    });
}
