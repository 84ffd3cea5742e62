using Work.Functions.Files;
using Work.Functions.Tests.Workers;

namespace Work.Functions.Tests.Files;

/// <summary>The contract, over a folder, and what only a folder knows.</summary>
public sealed class FolderPartialFileTests : PartialFileContract, IDisposable
{
    private readonly Rig _rig = new();

    protected override IFileStore Files => _rig.Files;

    public void Dispose() => _rig.Dispose();

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

    protected override IFileStore Reopen() => _rig.OpenStore();

    protected override Task<IReadOnlyList<string>> OwnAsync() => Task.FromResult<IReadOnlyList<string>>([.. Directory.EnumerateFiles(Path.Combine(_rig.Root, ".store"))]);
}
