using Work.Functions.Files;

namespace Work.Functions.Tests.Files;

/// <summary>What every file store promises of files under construction.</summary>
public abstract class PartialFileContract
{
    protected static PartialSource Source { get; } = new("source", "\"1\"", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), 6);

    protected abstract IFileStore Files { get; }

    /// <summary>The same files as another process sees them.</summary>
    protected abstract IFileStore Reopen();

    /// <summary>What lies in the store's own part.</summary>
    protected abstract Task<IReadOnlyList<string>> OwnAsync();

    [StoreFact]
    public async Task What_was_flushed_is_there_after_a_restart_and_what_was_not_is_cut_off()
    {
        var partial = await Files.OpenPartialAsync("a/b");
        await partial.RestartAsync(Source);
        await partial.AppendAsync("abc"u8.ToArray());
        await partial.FlushAsync();
        await partial.AppendAsync("lost"u8.ToArray());
        Assert.Equal((7L, 3L), (partial.Length, partial.DurableLength));
        await partial.DisposeAsync();

        await using var again = await Reopen().OpenPartialAsync("a/b");

        Assert.Equal((3L, 3L, Source), (again.Length, again.DurableLength, again.Source));
        await again.AppendAsync("def"u8.ToArray());
        await again.CommitAsync();
        Assert.Equal("abcdef"u8.ToArray(), await Files.ReadBytesAsync("a/b"));
    }

    [StoreFact]
    public async Task It_cannot_be_seen_before_its_commit_and_leaves_nothing_after_it()
    {
        await using (var partial = await Files.OpenPartialAsync("a"))
        {
            await partial.RestartAsync(Source);
            await partial.AppendAsync("abc"u8.ToArray());
            await partial.FlushAsync();
            Assert.Null(await Files.FindAsync("a"));

            var stored = await partial.CommitAsync();
            Assert.Equal(("a", 3L), (stored.Name, stored.Length));
            Assert.Equal(stored, await Files.FindAsync("a"));
        }

        Assert.Empty(await OwnAsync());
    }

    [StoreFact]
    public async Task What_is_large_is_read_back_before_and_after_its_commit_and_replaces_what_had_the_name()
    {
        await Files.WriteBytesAsync("a", "old"u8.ToArray());
        await using var partial = await Files.OpenPartialAsync("a");
        await partial.RestartAsync(Source);
        foreach (var piece in StoreBytes.Pieces)
        {
            await partial.AppendAsync(piece);
        }

        using var read = new MemoryStream();
        await using (var stream = partial.OpenRead())
        {
            await stream.CopyToAsync(read);
        }

        Assert.True(StoreBytes.IsLarge(read.ToArray()));
        Assert.Equal("old"u8.ToArray(), await Files.ReadBytesAsync("a"));
        Assert.Equal(StoreBytes.Large.Length, (await partial.CommitAsync()).Length);
        Assert.True(StoreBytes.IsLarge(await Files.ReadBytesAsync("a")));
    }

    [StoreFact]
    public async Task An_empty_one_becomes_an_empty_file()
    {
        await using (var partial = await Files.OpenPartialAsync("a"))
        {
            await partial.RestartAsync(Source);
            await partial.CommitAsync();
        }

        Assert.Equal(Array.Empty<byte>(), await Files.ReadBytesAsync("a"));
        Assert.Empty(await OwnAsync());
    }

    [StoreFact]
    public async Task A_new_source_never_takes_over_old_bytes()
    {
        await using (var partial = await Files.OpenPartialAsync("a"))
        {
            await partial.RestartAsync(Source);
            await partial.AppendAsync("abc"u8.ToArray());
            await partial.FlushAsync();
            await partial.RestartAsync(Source with { ETag = "\"2\"" });
        }

        await using var again = await Files.OpenPartialAsync("a");
        Assert.Equal((0L, "\"2\""), (again.Length, again.Source?.ETag));
    }

    [StoreFact]
    public async Task Only_one_at_a_time_has_it_open()
    {
        var first = await Files.OpenPartialAsync("a");
        await Assert.ThrowsAsync<IOException>(() => Files.OpenPartialAsync("a"));

        await first.DisposeAsync();

        await using var second = await Files.OpenPartialAsync("a");
        Assert.Null(second.Source);
    }

    [StoreFact]
    public async Task Nothing_is_appended_of_an_unknown_source()
    {
        await using var partial = await Files.OpenPartialAsync("a");

        await Assert.ThrowsAsync<InvalidOperationException>(() => partial.AppendAsync("abc"u8.ToArray()));
    }

    [StoreFact]
    public async Task What_was_dropped_is_gone()
    {
        await using (var partial = await Files.OpenPartialAsync("a"))
        {
            await partial.RestartAsync(Source);
            await partial.AppendAsync("abc"u8.ToArray());
            await partial.FlushAsync();
            await partial.DiscardAsync();
        }

        Assert.Empty(await OwnAsync());
        await using var again = await Files.OpenPartialAsync("a");
        Assert.Equal((0L, null), (again.Length, again.Source));
    }

    [StoreFact]
    public async Task It_stays_when_the_file_of_its_name_is_written_and_deleted()
    {
        await using (var partial = await Files.OpenPartialAsync("a"))
        {
            await partial.RestartAsync(Source);
            await partial.AppendAsync("abc"u8.ToArray());
            await partial.FlushAsync();
        }

        await Files.WriteBytesAsync("a", "other"u8.ToArray());
        await Files.DeleteAsync("a");

        await using var again = await Files.OpenPartialAsync("a");
        Assert.Equal((3L, Source), (again.Length, again.Source));
    }
}
