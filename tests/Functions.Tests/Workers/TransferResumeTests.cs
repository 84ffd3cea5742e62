using System.Text.Json;
using Work.Functions.Files;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Workers;

public sealed class TransferResumeTests : IDisposable
{
    private const int Cut = FileSource.Length * 2 / 5;

    private readonly Rig _rig = new();
    private readonly FileSource _source = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_transfer_that_was_cut_asks_only_for_the_rest()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);

        var output = await CutThenFinishAsync(site);

        Assert.Equal(["", $"bytes={Cut}-"], Ranges(site));
        Assert.Equal("\"v1\"", site.Seen.Last()["If-Range"]);
        Assert.True(output.GetProperty("resumed").GetBoolean());
        Assert.Equal(Cut, output.GetProperty("resumedFrom").GetInt64());
    }

    [Fact]
    public async Task A_changed_source_begins_anew()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);

        var output = await CutThenFinishAsync(site, () => (_source.ETag, _source.Content) = ("\"v2\"", FileSource.Bytes(2)));

        Assert.Equal(["", $"bytes={Cut}-"], Ranges(site));
        Assert.False(output.GetProperty("resumed").GetBoolean());
    }

    [Fact]
    public async Task A_part_of_another_version_begins_anew()
    {
        _source.HonoursConditions = false;
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);

        var output = await CutThenFinishAsync(site, () => (_source.ETag, _source.Content) = ("\"v2\"", FileSource.Bytes(2)));

        Assert.Equal(["", $"bytes={Cut}-", ""], Ranges(site));
        Assert.Equal(0, output.GetProperty("resumedFrom").GetInt64());
    }

    [Fact]
    public async Task What_an_earlier_attempt_left_beside_the_whole_file_is_dropped()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);
        await _rig.Files.WriteBytesAsync("a", _source.Content);
        await using (var partial = await _rig.Files.OpenPartialAsync("a"))
        {
            await partial.RestartAsync(new PartialSource("source", "\"v0\"", null, FileSource.Length));
            await partial.AppendAsync(_source.Content.AsMemory(0, Cut));
            await partial.FlushAsync();
        }

        var output = (await _rig.TransferAsync(new TestRun(new { url = site.Url, to = "a", sha256 = _source.Sha256 }, earlierAttempts: 1))).Output();

        Assert.Empty(site.Seen);
        Assert.Equal(0, output.GetProperty("resumedFrom").GetInt64());
        await AssertStoredAsync();
    }

    [Fact]
    public async Task A_source_that_does_not_know_ranges_begins_anew()
    {
        _source.HonoursRanges = false;
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);

        Assert.False((await CutThenFinishAsync(site)).GetProperty("resumed").GetBoolean());
    }

    [Fact]
    public async Task The_date_of_the_last_change_is_a_condition_too()
    {
        (_source.ETag, _source.LastModified) = (null, new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);

        Assert.True((await CutThenFinishAsync(site)).GetProperty("resumed").GetBoolean());
        Assert.Equal("Wed, 01 Jan 2020 00:00:00 GMT", site.Seen.Last()["If-Range"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("W/\"weak\"")]
    public async Task Without_a_strong_validator_it_goes_on_when_the_length_is_the_same(string? tag)
    {
        _source.ETag = tag;
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);

        Assert.True((await CutThenFinishAsync(site)).GetProperty("resumed").GetBoolean());
        Assert.Null(site.Seen.Last()["If-Range"]);
    }

    [Fact]
    public async Task Without_a_validator_another_length_begins_anew()
    {
        _source.ETag = null;
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);

        var output = await CutThenFinishAsync(site, () => _source.Content = [.. FileSource.Bytes(2), 1]);

        Assert.Equal(["", $"bytes={Cut}-", ""], Ranges(site));
        Assert.False(output.GetProperty("resumed").GetBoolean());
    }

    [Fact]
    public async Task A_part_that_starts_elsewhere_begins_anew()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);

        var output = await CutThenFinishAsync(site, () => _source.Shift = 1);

        Assert.Equal(["", $"bytes={Cut}-", ""], Ranges(site));
        Assert.False(output.GetProperty("resumed").GetBoolean());
    }

    [Fact]
    public async Task Another_address_begins_anew()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);
        _source.CutAt = Cut;
        (await _rig.TransferAsync(new { url = new Uri(site.Url, "/one"), to = "a" })).IsRetry(ErrorTypes.NoConnection);

        (await _rig.TransferAsync(new { url = new Uri(site.Url, "/two"), to = "a" })).Output();

        Assert.Equal(["", ""], Ranges(site));
    }

    [Fact]
    public async Task When_all_bytes_are_here_already_a_416_completes_it()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);
        _source.CutAt = Cut;
        await _rig.TransferAsync(new { url = site.Url, to = "a" });
        await using (var partial = await _rig.Files.OpenPartialAsync("a"))
        {
            await partial.AppendAsync(_source.Content.AsMemory(Cut));
            await partial.FlushAsync();
        }

        var output = (await _rig.TransferAsync(new { url = site.Url, to = "a", sha256 = _source.Sha256 })).Output();

        Assert.Equal(["", $"bytes={FileSource.Length}-"], Ranges(site));
        Assert.Equal(FileSource.Length, output.GetProperty("resumedFrom").GetInt64());
        await AssertStoredAsync();
    }

    [Fact]
    public async Task A_416_of_a_source_that_shrank_begins_anew()
    {
        _source.ETag = null;
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);

        await CutThenFinishAsync(site, () => _source.Content = FileSource.Bytes(2)[..1000]);

        Assert.Equal(["", $"bytes={Cut}-", ""], Ranges(site));
    }

    [Fact]
    public async Task A_stop_keeps_what_has_arrived()
    {
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);
        using var stop = new CancellationTokenSource();
        var run = new TestRun(new { url = site.Url, to = "a" })
        {
            ClockStep = TimeSpan.FromSeconds(2),
            OnProgress = progress =>
            {
                if (progress.GetProperty("bytes").GetInt64() > Cut)
                {
                    stop.Cancel();
                }
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _rig.TransferAsync(run, stop.Token));
        var output = (await _rig.TransferAsync(new { url = site.Url, to = "a" })).Output();

        Assert.True(output.GetProperty("resumedFrom").GetInt64() > Cut);
        await AssertStoredAsync();
    }

    [Fact]
    public async Task A_cut_without_a_length_is_seen_too()
    {
        _source.SaysLength = false;
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);
        _source.CutAt = Cut;

        (await _rig.TransferAsync(new { url = site.Url, to = "a" })).IsRetry(ErrorTypes.NoConnection);
        (await _rig.TransferAsync(new { url = site.Url, to = "a" })).Output();

        await AssertStoredAsync();
    }

    [Fact]
    public async Task A_wrong_hash_of_a_resumed_file_is_tried_once_more_from_the_start()
    {
        _source.ETag = null;
        await using var site = await TestSite.StartAsync(_source.AnswerAsync);
        _source.CutAt = Cut;
        await _rig.TransferAsync(new { url = site.Url, to = "a" });
        _source.Content = FileSource.Bytes(2);
        var input = new { url = site.Url, to = "a", sha256 = _source.Sha256 };

        (await _rig.TransferAsync(input)).IsRetry(ErrorTypes.HashMismatch);

        Assert.False((await _rig.TransferAsync(input)).Output().GetProperty("resumed").GetBoolean());
        await AssertStoredAsync();
    }

    private async Task<JsonElement> CutThenFinishAsync(TestSite site, Action? between = null)
    {
        _source.CutAt = Cut;
        (await _rig.TransferAsync(new { url = site.Url, to = "a" })).IsRetry(ErrorTypes.NoConnection);
        Assert.Null(await _rig.Files.FindAsync("a"));
        between?.Invoke();

        var output = (await _rig.TransferAsync(new { url = site.Url, to = "a", sha256 = _source.Sha256 })).Output();

        await AssertStoredAsync();
        return output;
    }

    private async Task AssertStoredAsync()
    {
        Assert.True(_source.IsContent(await _rig.Files.ReadBytesAsync("a")));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_rig.Root, ".store")));
    }

    private static IEnumerable<string> Ranges(TestSite site) => site.Seen.Select(request => request["Range"] ?? "");
}
