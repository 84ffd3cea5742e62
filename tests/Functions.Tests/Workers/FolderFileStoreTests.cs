using System.Text;
using Work.Functions.Files;

namespace Work.Functions.Tests.Workers;

public sealed class FolderFileStoreTests : IDisposable
{
    private readonly Rig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("../a")]
    [InlineData("a/../b")]
    [InlineData("a/./b")]
    [InlineData("a//b")]
    [InlineData("a/")]
    [InlineData("a\\b")]
    [InlineData("C:/a")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a.")]
    [InlineData("a /b")]
    [InlineData("nul")]
    [InlineData("a/COM1.txt")]
    [InlineData(".store/a")]
    [InlineData(".STORE/a")]
    public async Task A_name_that_breaks_the_rule_is_refused_by_every_operation(string name)
    {
        Assert.NotNull(FileNames.Fault(name));
        await Assert.ThrowsAsync<FileRefusedException>(() => _rig.Files.FindAsync(name));
        await Assert.ThrowsAsync<FileRefusedException>(() => _rig.Files.OpenReadAsync(name));
        await Assert.ThrowsAsync<FileRefusedException>(() => _rig.Files.OpenPartialAsync(name));
        await Assert.ThrowsAsync<FileRefusedException>(() => _rig.Files.WriteBytesAsync(name, "x"u8.ToArray()));
        await Assert.ThrowsAsync<FileRefusedException>(() => _rig.Files.DeleteAsync(name));
    }

    [Fact]
    public void A_name_that_is_no_Unicode_is_refused()
    {
        Assert.NotNull(FileNames.Fault("a\ud800"));
        Assert.Null(FileNames.Fault("a\ufffd"));
    }

    [Theory]
    [InlineData("backups/home.html")]
    [InlineData(".well-known/a")]
    [InlineData("a..b/...c")]
    [InlineData("Größe/写.txt")]
    public async Task What_was_written_is_read_back(string name)
    {
        var written = await _rig.Files.WriteBytesAsync(name, "content"u8.ToArray());

        Assert.Equal((name, 7L), (written.Name, written.Length));
        Assert.Equal(written, await _rig.OpenStore().FindAsync(name));
        Assert.Equal("content"u8.ToArray(), await _rig.Files.ReadBytesAsync(name));
    }

    [Fact]
    public async Task A_link_is_not_followed_out_of_the_store()
    {
        var outside = Directory.CreateTempSubdirectory("work-outside-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(outside.FullName, "secret"), "s");
            Directory.CreateSymbolicLink(Path.Combine(_rig.Root, "folder"), outside.FullName);
            File.CreateSymbolicLink(Path.Combine(_rig.Root, "file"), Path.Combine(outside.FullName, "secret"));
            File.CreateSymbolicLink(Path.Combine(_rig.Root, "dangling"), Path.Combine(outside.FullName, "new"));

            await Assert.ThrowsAsync<FileRefusedException>(() => _rig.Files.OpenReadAsync("folder/secret"));
            await Assert.ThrowsAsync<FileRefusedException>(() => _rig.Files.OpenReadAsync("file"));
            await Assert.ThrowsAsync<FileRefusedException>(() => _rig.Files.WriteBytesAsync("folder/new", "x"u8.ToArray()));
            await Assert.ThrowsAsync<FileRefusedException>(() => _rig.Files.WriteBytesAsync("dangling", "x"u8.ToArray()));
            Assert.Empty(await NamesAsync(""));
            Assert.Single(outside.GetFiles());
        }
        finally
        {
            outside.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_write_that_throws_changes_nothing_and_leaves_nothing()
    {
        await _rig.Files.WriteBytesAsync("a", "old"u8.ToArray());

        await Assert.ThrowsAsync<InvalidOperationException>(() => _rig.Files.WriteAsync("a", async (stream, cancel) =>
        {
            await stream.WriteAsync("new"u8.ToArray(), cancel);
            throw new InvalidOperationException();
        }));

        Assert.Equal("old"u8.ToArray(), await _rig.Files.ReadBytesAsync("a"));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_rig.Root, ".store")));
    }

    [Fact]
    public async Task A_reader_keeps_what_it_opened_while_the_file_is_replaced()
    {
        var before = await _rig.Files.WriteBytesAsync("a", "old"u8.ToArray());
        await using var reader = await _rig.Files.OpenReadAsync("a");

        var after = await _rig.Files.WriteBytesAsync("a", "newer"u8.ToArray());

        using var text = new StreamReader(reader);
        Assert.Equal("old", await text.ReadToEndAsync());
        Assert.NotEqual(before.ETag, after.ETag);
    }

    [Fact]
    public async Task What_a_dead_process_left_is_swept_at_the_next_start()
    {
        var left = Path.Combine(_rig.Root, ".store", "99.tmp");
        await File.WriteAllTextAsync(left, "half");

        _rig.OpenStore();

        Assert.False(File.Exists(left));
    }

    [Fact]
    public async Task A_file_and_a_folder_cannot_share_a_name()
    {
        await _rig.Files.WriteBytesAsync("a/b", "1"u8.ToArray());

        await Assert.ThrowsAsync<FileRefusedException>(() => _rig.Files.WriteBytesAsync("a", "2"u8.ToArray()));
        await Assert.ThrowsAsync<FileRefusedException>(() => _rig.Files.WriteBytesAsync("a/b/c", "2"u8.ToArray()));
        Assert.Null(await _rig.Files.FindAsync("a"));
        Assert.Null(await _rig.Files.FindAsync("a/b/c"));
    }

    [Fact]
    public async Task A_list_is_in_ordinal_order_of_whole_names_by_any_prefix()
    {
        foreach (var name in new[] { "b", "a/z", "a-b", "a/b/c", "A", "ab" })
        {
            await _rig.Files.WriteBytesAsync(name, Encoding.UTF8.GetBytes(name));
        }

        Assert.Equal(["A", "a-b", "a/b/c", "a/z", "ab", "b"], await NamesAsync(""));
        Assert.Equal(["a/b/c", "a/z"], await NamesAsync("a/"));
        Assert.Equal(["a/b/c"], await NamesAsync("a/b"));
        Assert.Empty(await NamesAsync("c"));
    }

    [Fact]
    public async Task A_deleted_file_is_gone()
    {
        await _rig.Files.WriteBytesAsync("a", "1"u8.ToArray());

        Assert.True(await _rig.Files.DeleteAsync("a"));
        Assert.False(await _rig.Files.DeleteAsync("a"));
        Assert.Null(await _rig.Files.ReadBytesAsync("a"));
        await Assert.ThrowsAsync<FileNotFoundException>(() => _rig.Files.OpenReadAsync("a"));
    }

    private async Task<List<string>> NamesAsync(string prefix)
    {
        var names = new List<string>();
        await foreach (var file in _rig.Files.ListAsync(prefix))
        {
            names.Add(file.Name);
        }

        return names;
    }
}
