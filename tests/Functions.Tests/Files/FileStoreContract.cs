using System.Text;
using Work.Functions.Files;

namespace Work.Functions.Tests.Files;

/// <summary>What every file store promises, wherever it keeps its files.</summary>
public abstract class FileStoreContract
{
    protected abstract IFileStore Files { get; }

    /// <summary>The same files as another process sees them.</summary>
    protected abstract IFileStore Reopen();

    /// <summary>What lies in the store's own part.</summary>
    protected abstract Task<IReadOnlyList<string>> OwnAsync();

    [StoreTheory]
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
        await Assert.ThrowsAsync<FileRefusedException>(() => Files.FindAsync(name));
        await Assert.ThrowsAsync<FileRefusedException>(() => Files.OpenReadAsync(name));
        await Assert.ThrowsAsync<FileRefusedException>(() => Files.OpenPartialAsync(name));
        await Assert.ThrowsAsync<FileRefusedException>(() => Files.WriteBytesAsync(name, "x"u8.ToArray()));
        await Assert.ThrowsAsync<FileRefusedException>(() => Files.DeleteAsync(name));
    }

    public static TheoryData<string> Names =>
    [
        "backups/home.html", ".well-known/a", "a..b/...c", "Größe/写.txt", "100%25 & a+b#c;d=e'f(g)!~$@,[h].txt", "A/a", "😀.bin",
        string.Join('/', Enumerable.Repeat("abc", 254)), string.Join('/', Enumerable.Repeat(new string('n', 255), 4)),
    ];

    [StoreTheory]
    [MemberData(nameof(Names))]
    public async Task What_was_written_is_read_back(string name)
    {
        var written = await Files.WriteBytesAsync(name, "content"u8.ToArray());

        Assert.Equal((name, 7L), (written.Name, written.Length));
        Assert.Equal(written, await Reopen().FindAsync(name));
        Assert.Equal("content"u8.ToArray(), await Files.ReadBytesAsync(name));
        Assert.Equal([written], await ListAsync(""));
    }

    [StoreFact]
    public async Task What_is_large_or_empty_is_read_back()
    {
        var written = await Files.WriteAsync("large", WriteInPiecesAsync);
        await Files.WriteBytesAsync("empty", ReadOnlyMemory<byte>.Empty);

        Assert.Equal(StoreBytes.Large.Length, written.Length);
        Assert.Equal(written, await Reopen().FindAsync("large"));
        Assert.True(StoreBytes.IsLarge(await Files.ReadBytesAsync("large")));
        Assert.Equal(Array.Empty<byte>(), await Files.ReadBytesAsync("empty"));
    }

    [StoreTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_write_that_throws_changes_nothing_and_leaves_nothing(bool isLarge)
    {
        await Files.WriteBytesAsync("a", "old"u8.ToArray());

        await Assert.ThrowsAsync<InvalidOperationException>(() => Files.WriteAsync("a", FailAsync));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Files.WriteAsync("b", FailAsync));

        Assert.Equal("old"u8.ToArray(), await Files.ReadBytesAsync("a"));
        Assert.Null(await Files.FindAsync("b"));
        Assert.Null(await Files.ReadBytesAsync("b"));
        Assert.Equal(["a"], await NamesAsync(""));
        Assert.Empty(await OwnAsync());

        async Task FailAsync(Stream stream, CancellationToken cancellation)
        {
            await stream.WriteAsync(isLarge ? StoreBytes.Large : "new"u8.ToArray(), cancellation);
            throw new InvalidOperationException();
        }
    }

    [StoreFact]
    public async Task A_file_is_replaced_while_it_is_written_and_the_later_one_stays()
    {
        await Files.WriteAsync("a", async (stream, cancellation) =>
        {
            await stream.WriteAsync("outer"u8.ToArray(), cancellation);
            await Files.WriteBytesAsync("a", "inner"u8.ToArray(), cancellation);
            Assert.Equal("inner"u8.ToArray(), await Files.ReadBytesAsync("a", cancellation));
        });

        Assert.Equal("outer"u8.ToArray(), await Files.ReadBytesAsync("a"));
    }

    [StoreFact]
    public async Task A_reader_keeps_what_it_opened_while_the_file_is_replaced()
    {
        var before = await Files.WriteBytesAsync("a", "old"u8.ToArray());
        await using var reader = await Files.OpenReadAsync("a");

        var after = await Files.WriteBytesAsync("a", "newer"u8.ToArray());

        using var text = new StreamReader(reader);
        Assert.Equal("old", await text.ReadToEndAsync());
        Assert.NotEqual(before.ETag, after.ETag);
    }

    [StoreFact]
    public async Task A_reader_of_a_large_file_gets_one_version_or_an_IOException()
    {
        await Files.WriteAsync("a", WriteInPiecesAsync);
        await using var reader = await Files.OpenReadAsync("a");
        using var read = new MemoryStream();
        var first = new byte[1000];
        await reader.ReadExactlyAsync(first);
        await read.WriteAsync(first);

        await Files.WriteBytesAsync("a", new byte[StoreBytes.Large.Length]);
        var fault = await Record.ExceptionAsync(() => reader.CopyToAsync(read));

        Assert.True(fault is null or IOException, $"{fault}");
        Assert.True(StoreBytes.IsLarge(read.ToArray(), (int)read.Length));
        Assert.True(fault is not null || read.Length == StoreBytes.Large.Length);
    }

    [StoreFact]
    public async Task A_list_is_in_ordinal_order_of_whole_names_by_any_prefix()
    {
        foreach (var name in new[] { "b", "a/z", "a-b", "a/b/c", "A", "ab" })
        {
            await Files.WriteBytesAsync(name, Encoding.UTF8.GetBytes(name));
        }

        await using var partial = await Files.OpenPartialAsync("a/unfinished");
        await partial.RestartAsync(new PartialSource("source", null, null, null));

        Assert.Equal(["A", "a-b", "a/b/c", "a/z", "ab", "b"], await NamesAsync(""));
        Assert.Equal(["a/b/c", "a/z"], await NamesAsync("a/"));
        Assert.Equal(["a/b/c"], await NamesAsync("a/b"));
        Assert.Empty(await NamesAsync("c"));
        Assert.Empty(await NamesAsync(".store"));
    }

    [StoreFact]
    public async Task A_deleted_file_is_gone()
    {
        await Files.WriteBytesAsync("a", "1"u8.ToArray());

        Assert.True(await Files.DeleteAsync("a"));
        Assert.False(await Files.DeleteAsync("a"));
        Assert.Null(await Files.ReadBytesAsync("a"));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Files.OpenReadAsync("a"));
    }

    [StoreFact]
    public async Task A_store_that_nobody_wrote_into_is_empty()
    {
        Assert.Null(await Files.FindAsync("a"));
        Assert.Null(await Files.ReadBytesAsync("a"));
        Assert.False(await Files.DeleteAsync("a"));
        Assert.Empty(await ListAsync(""));
    }

    private static async Task WriteInPiecesAsync(Stream stream, CancellationToken cancellation)
    {
        foreach (var piece in StoreBytes.Pieces)
        {
            await stream.WriteAsync(piece, cancellation);
        }
    }

    private async Task<List<StoredFile>> ListAsync(string prefix)
    {
        List<StoredFile> files = [];
        await foreach (var file in Files.ListAsync(prefix))
        {
            files.Add(file);
        }

        return files;
    }

    private async Task<IEnumerable<string>> NamesAsync(string prefix) => (await ListAsync(prefix)).Select(file => file.Name);
}
