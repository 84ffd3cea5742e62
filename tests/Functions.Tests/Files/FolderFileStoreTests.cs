using Work.Functions.Files;
using Work.Functions.Tests.Workers;

namespace Work.Functions.Tests.Files;

/// <summary>The contract, over a folder, and what only a folder knows.</summary>
public sealed class FolderFileStoreTests : FileStoreContract, IDisposable
{
    private readonly Rig _rig = new();

    protected override IFileStore Files => _rig.Files;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_name_that_is_no_Unicode_or_too_deep_is_refused()
    {
        Assert.NotNull(FileNames.Fault("a\ud800"));
        Assert.Null(FileNames.Fault("a\ufffd"));
        Assert.NotNull(FileNames.Fault(string.Join('/', Enumerable.Repeat("a", 255))));
        Assert.Null(FileNames.Fault(string.Join('/', Enumerable.Repeat("a", 254))));
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
            await foreach (var file in _rig.Files.ListAsync())
            {
                Assert.Fail($"Listed: {file.Name}");
            }

            Assert.Single(outside.GetFiles());
        }
        finally
        {
            outside.Delete(recursive: true);
        }
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

    protected override IFileStore Reopen() => _rig.OpenStore();

    protected override Task<IReadOnlyList<string>> OwnAsync() => Task.FromResult<IReadOnlyList<string>>([.. Directory.EnumerateFiles(Path.Combine(_rig.Root, ".store"))]);
}
