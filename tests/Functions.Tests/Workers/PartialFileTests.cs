using Work.Functions.Files;

namespace Work.Functions.Tests.Workers;

public sealed class PartialFileTests : IDisposable
{
    private static readonly PartialSource Source = new("source", "\"1\"", null, 6);

    private readonly Rig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task What_was_flushed_is_there_after_a_restart_and_what_was_not_is_cut_off()
    {
        var partial = await _rig.Files.OpenPartialAsync("a/b");
        await partial.RestartAsync(Source);
        await partial.AppendAsync("abc"u8.ToArray());
        await partial.FlushAsync();
        await partial.AppendAsync("lost"u8.ToArray());
        await partial.DisposeAsync();

        await using var again = await _rig.OpenStore().OpenPartialAsync("a/b");

        Assert.Equal((3L, 3L, Source), (again.Length, again.DurableLength, again.Source));
        await again.AppendAsync("def"u8.ToArray());
        await again.CommitAsync();
        Assert.Equal("abcdef"u8.ToArray(), await _rig.Files.ReadBytesAsync("a/b"));
    }

    [Fact]
    public async Task It_cannot_be_seen_before_its_commit_and_leaves_nothing_after_it()
    {
        await using (var partial = await _rig.Files.OpenPartialAsync("a"))
        {
            await partial.RestartAsync(Source);
            await partial.AppendAsync("abc"u8.ToArray());
            await partial.FlushAsync();
            Assert.Null(await _rig.Files.FindAsync("a"));

            await partial.CommitAsync();
        }

        Assert.NotNull(await _rig.Files.FindAsync("a"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_rig.Root, ".store")));
    }

    [Fact]
    public async Task A_new_source_never_takes_over_old_bytes()
    {
        await using (var partial = await _rig.Files.OpenPartialAsync("a"))
        {
            await partial.RestartAsync(Source);
            await partial.AppendAsync("abc"u8.ToArray());
            await partial.FlushAsync();
            await partial.RestartAsync(Source with { ETag = "\"2\"" });
        }

        await using var again = await _rig.Files.OpenPartialAsync("a");
        Assert.Equal((0L, "\"2\""), (again.Length, again.Source?.ETag));
    }

    [Fact]
    public async Task Only_one_at_a_time_has_it_open()
    {
        var first = await _rig.Files.OpenPartialAsync("a");
        await Assert.ThrowsAsync<IOException>(() => _rig.Files.OpenPartialAsync("a"));

        await first.DisposeAsync();

        await using var second = await _rig.Files.OpenPartialAsync("a");
        Assert.Null(second.Source);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    public async Task Bytes_without_a_note_that_can_be_read_are_worth_nothing(string note)
    {
        await using (var partial = await _rig.Files.OpenPartialAsync("a"))
        {
            await partial.RestartAsync(Source);
            await partial.AppendAsync("abc"u8.ToArray());
            await partial.FlushAsync();
        }

        await File.WriteAllTextAsync(Directory.EnumerateFiles(Path.Combine(_rig.Root, ".store"), "*.json").Single(), note);

        await using var again = await _rig.Files.OpenPartialAsync("a");
        Assert.Equal((0L, null), (again.Length, again.Source));
    }
}
