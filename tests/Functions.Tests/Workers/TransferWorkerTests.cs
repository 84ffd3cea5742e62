using Microsoft.AspNetCore.Http;
using Work.Functions.Files;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Workers;

public sealed class TransferWorkerTests : IDisposable
{
    private readonly Rig _rig = new();
    private readonly FileSource _source = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_file_is_fetched_whole_and_the_output_says_so()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);

        var output = (await _rig.TransferAsync(new { url = site.Url, to = "backups/home.bin" })).Output();

        Assert.Equal("backups/home.bin", output.GetProperty("file").GetString());
        Assert.Equal(FileSource.Length, output.GetProperty("bytes").GetInt64());
        Assert.Equal(_source.Sha256, output.GetProperty("sha256").GetString());
        Assert.Equal((false, 0), (output.GetProperty("resumed").GetBoolean(), output.GetProperty("resumedFrom").GetInt64()));
        Assert.True(_source.IsContent(await _rig.Files.ReadBytesAsync("backups/home.bin")));
    }

    [Fact]
    public async Task An_empty_file_is_a_file()
    {
        _source.Content = [];
        await using var site = await TestSite.StartAsync(context =>
        {
            context.Response.ContentLength = 0;
            return Task.CompletedTask;
        });

        (await _rig.TransferAsync(new { url = site.Url, to = "empty", sha256 = _source.Sha256 })).Output();

        Assert.Equal(0, (await _rig.Files.FindAsync("empty"))?.Length);
    }

    [Fact]
    public async Task Progress_is_told_at_the_start_and_at_most_once_a_second_of_the_clock()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);
        var still = new TestRun(new { url = site.Url, to = "a" });
        var moving = new TestRun(new { url = site.Url, to = "b" }) { ClockStep = TimeSpan.FromSeconds(1) };

        await _rig.TransferAsync(still);
        await _rig.TransferAsync(moving);

        var start = Assert.Single(still.Progress);
        Assert.Equal((0, FileSource.Length, 0), (start.GetProperty("bytes").GetInt64(), start.GetProperty("total").GetInt64(), start.GetProperty("percent").GetInt32()));
        var last = moving.Progress.Last();
        Assert.Equal((FileSource.Length, 100), (last.GetProperty("bytes").GetInt64(), last.GetProperty("percent").GetInt32()));
    }

    [Fact]
    public async Task A_wrong_hash_fails_and_leaves_nothing()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);

        (await _rig.TransferAsync(new { url = site.Url, to = "a", sha256 = new string('0', 64) })).IsFailure(ErrorTypes.HashMismatch);

        Assert.Null(await _rig.Files.FindAsync("a"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_rig.Root, ".store")));
    }

    [Fact]
    public async Task A_file_that_has_the_hash_already_is_not_fetched_again()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);
        await _rig.TransferAsync(new { url = site.Url, to = "a" });

        (await _rig.TransferAsync(new { url = site.Url, to = "a", sha256 = _source.Sha256.ToUpperInvariant() })).Output();

        Assert.Single(site.Seen);
    }

    [Fact]
    public async Task The_hash_of_a_prerequisites_file_is_not_the_hash_to_expect()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);
        var others = new string('0', 64);

        (await _rig.TransferAsync(new { url = site.Url, to = "b", file = "a", sha256 = others })).Output();
        (await _rig.TransferAsync(new { url = site.Url, to = "b", file = new[] { "a", "c" }, sha256 = new[] { others, others } })).Output();
        (await _rig.TransferAsync(new { url = site.Url, to = "b", file = "b", sha256 = others })).IsFailure(ErrorTypes.HashMismatch);
    }

    [Theory]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(404, false)]
    [InlineData(403, false)]
    [InlineData(206, false)]
    [InlineData(204, false)]
    public async Task A_status_that_is_no_file_is_a_retry_or_a_failure(int status, bool isRetry)
    {
        await using var site = await TestSite.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "5";
            return Task.CompletedTask;
        });

        var result = await _rig.TransferAsync(new { url = site.Url, to = "a" });

        if (isRetry)
        {
            Assert.Equal(TimeSpan.FromSeconds(5), result.IsRetry(ErrorTypes.UnexpectedStatus).AtLeast);
        }
        else
        {
            result.IsFailure(ErrorTypes.UnexpectedStatus);
        }
    }

    [Fact]
    public async Task Redirects_are_followed_and_secrets_stay_at_their_origin()
    {
        await using var target = await TestSite.StartAsync(_source.AnswerAsync);
        await using var site = await TestSite.StartAsync(context =>
        {
            context.Response.Redirect(context.Request.Path == "/a" ? "/b" : new Uri(target.Url, "/c").AbsoluteUri);
            return Task.CompletedTask;
        });
        var headers = new Dictionary<string, string> { ["Authorization"] = "Bearer x", ["X-Api-Key"] = "x", ["Accept"] = "a/b" };

        (await _rig.TransferAsync(new { url = new Uri(site.Url, "/a"), to = "a", headers })).Output();

        Assert.Equal([("/a", "Bearer x"), ("/b", "Bearer x")], site.Seen.Select(seen => (seen.Path, seen["Authorization"])));
        var last = Assert.Single(target.Seen);
        Assert.Equal((null, null, "a/b"), (last["Authorization"], last["X-Api-Key"], last["Accept"]));
    }

    [Theory]
    [InlineData("/again", 6)]
    [InlineData("ftp://127.0.0.1/", 1)]
    [InlineData("http://a:b@127.0.0.1/", 1)]
    public async Task Endless_and_odd_redirects_are_a_failure(string location, int calls)
    {
        await using var site = await TestSite.StartAsync(context =>
        {
            context.Response.Redirect(location);
            return Task.CompletedTask;
        });

        (await _rig.TransferAsync(new { url = site.Url, to = "a" })).IsFailure(ErrorTypes.RedirectRefused);

        Assert.Equal(calls, site.Seen.Count);
    }

    [Fact]
    public async Task A_stored_file_is_sent_with_its_length_and_its_hash_is_told()
    {
        await using var site = await TestSite.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/moved" ? StatusCodes.Status201Created : StatusCodes.Status307TemporaryRedirect;
            context.Response.Headers.Location = "/moved";
            return Task.CompletedTask;
        });
        await _rig.Files.WriteBytesAsync("a", _source.Content);
        var run = new TestRun(new { url = site.Url, from = "a", headers = new Dictionary<string, string> { ["x-ms-blob-type"] = "BlockBlob" } });

        var output = (await _rig.TransferAsync(run)).Output();

        Assert.Equal([("PUT", "/"), ("PUT", "/moved")], site.Seen.Select(seen => (seen.Method, seen.Path)));
        Assert.All(site.Seen, seen => Assert.True(_source.IsContent(seen.Body)));
        Assert.Equal((FileSource.Length.ToString(), "BlockBlob", "application/octet-stream"), (site.Seen.Last()["Content-Length"], site.Seen.Last()["x-ms-blob-type"], site.Seen.Last()["Content-Type"]));
        Assert.Equal(_source.Sha256, output.GetProperty("sha256").GetString());
        Assert.Equal(201, output.GetProperty("status").GetInt32());
        Assert.NotEmpty(run.Progress);
    }

    [Fact]
    public async Task What_cannot_be_sent_is_a_failure()
    {
        await using var site = await TestSite.StartAsync(_ => Task.CompletedTask);
        await _rig.Files.WriteBytesAsync("a", "1"u8.ToArray());

        (await _rig.TransferAsync(new { url = site.Url, from = "gone" })).IsFailure(ErrorTypes.FileMissing);
        (await _rig.TransferAsync(new { url = site.Url, from = "a", sha256 = new string('0', 64) })).IsFailure(ErrorTypes.HashMismatch);
        Assert.Empty(site.Seen);
    }

    [Fact]
    public async Task Two_runs_do_not_write_one_file_together()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);
        await using var other = await _rig.Files.OpenPartialAsync("a");

        (await _rig.TransferAsync(new { url = site.Url, to = "a" })).IsRetry(ErrorTypes.FileStoreFault);
    }

    [Fact]
    public async Task Faults_of_the_input_are_named_at_once()
    {
        var result = await _rig.TransferAsync(new { url = "x", to = "../a", from = "b", method = "DELETE", sha256 = "abc", headers = new { Host = "x" } });

        result.IsFailure(ErrorTypes.InvalidInput);
        Assert.All(
            ["'url'", "'to' must", "one of 'to'", "'method'", "'sha256'", "headers.Host"],
            part => Assert.Contains(part, ((WorkFailure)result).Error!.Message, StringComparison.Ordinal));
        (await _rig.TransferAsync(new { url = "http://127.0.0.1/" })).IsFailure(ErrorTypes.InvalidInput);
    }
}
