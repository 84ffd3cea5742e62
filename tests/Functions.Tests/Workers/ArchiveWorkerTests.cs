using System.IO.Compression;
using System.Security.Cryptography;
using Work.Functions.Files;
using Work.Functions.Workers;

namespace Work.Functions.Tests.Workers;

public sealed class ArchiveWorkerTests : IDisposable
{
    private readonly Rig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_zip_holds_every_file_byte_for_byte()
    {
        var contents = new Dictionary<string, byte[]> { ["a/one.txt"] = "one"u8.ToArray(), ["empty"] = [], ["größe.bin"] = Bytes(300_000) };
        foreach (var (name, content) in contents)
        {
            await _rig.Files.WriteBytesAsync(name, content);
        }

        var output = (await _rig.ArchiveAsync(new { files = contents.Keys, to = "out/all.zip" })).Output();

        var archive = (await _rig.Files.ReadBytesAsync("out/all.zip"))!;
        using var zip = new ZipArchive(new MemoryStream(archive));
        Assert.Equal(contents.Keys, zip.Entries.Select(entry => entry.FullName));
        Assert.All(zip.Entries, entry => Assert.Equal(contents[entry.FullName], Unpacked(entry.Open())));
        Assert.Equal("out/all.zip", output.GetProperty("file").GetString());
        Assert.Equal(3, output.GetProperty("entries").GetInt32());
        Assert.Equal(archive.Length, output.GetProperty("bytes").GetInt64());
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(archive)), output.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task Packing_the_same_files_again_gives_the_same_archive()
    {
        await _rig.Files.WriteBytesAsync("a", Bytes(1000));

        var first = (await _rig.ArchiveAsync(new { files = "a", to = "1.zip" })).Output();
        var second = (await _rig.ArchiveAsync(new { files = "a", to = "2.zip" })).Output();

        Assert.Equal(first.GetProperty("sha256").GetString(), second.GetProperty("sha256").GetString());
    }

    [Fact]
    public async Task The_merged_outputs_of_transfers_are_taken_as_they_come()
    {
        await _rig.Files.WriteBytesAsync("a", "1"u8.ToArray());
        await _rig.Files.WriteBytesAsync("b", "2"u8.ToArray());

        var output = (await _rig.ArchiveAsync(new { file = new[] { "a", "b" }, bytes = new[] { 1, 1 }, to = new[] { "ab.zip" }, format = new[] { "zip" } })).Output();

        Assert.Equal(2, output.GetProperty("entries").GetInt32());
    }

    [Fact]
    public async Task A_gzip_holds_the_one_file()
    {
        var content = Bytes(100_000);
        await _rig.Files.WriteBytesAsync("a", content);

        await _rig.ArchiveAsync(new { file = "a", to = "a.gz", format = "gzip" });

        using var packed = new MemoryStream((await _rig.Files.ReadBytesAsync("a.gz"))!);
        Assert.Equal(content, Unpacked(new GZipStream(packed, CompressionMode.Decompress)));
    }

    [Fact]
    public async Task A_missing_file_fails_by_name_and_leaves_no_archive()
    {
        await _rig.Files.WriteBytesAsync("a", "1"u8.ToArray());

        var result = await _rig.ArchiveAsync(new { files = new[] { "a", "gone" }, to = "x.zip" });

        result.IsFailure(ErrorTypes.FileMissing);
        Assert.Contains("'gone'", ((WorkFailure)result).Error!.Message, StringComparison.Ordinal);
        Assert.Null(await _rig.Files.FindAsync("x.zip"));
    }

    [Fact]
    public async Task Faults_of_the_input_are_named_at_once()
    {
        var result = await _rig.ArchiveAsync(new { files = new[] { "a", "a", "../b" }, to = "/x", format = "rar" });

        result.IsFailure(ErrorTypes.InvalidInput);
        Assert.All(
            ["'a' is given more than once", "'../b'", "'to'", "'format'"],
            part => Assert.Contains(part, ((WorkFailure)result).Error!.Message, StringComparison.Ordinal));
        (await _rig.ArchiveAsync(new { files = new[] { "a", "b" }, to = "x.gz", format = "gzip" })).IsFailure(ErrorTypes.InvalidInput);
        (await _rig.ArchiveAsync(new { files = "x.zip", to = "x.zip" })).IsFailure(ErrorTypes.InvalidInput);
        (await _rig.ArchiveAsync(new { to = "x.zip" })).IsFailure(ErrorTypes.InvalidInput);
    }

    private static byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static byte[] Unpacked(Stream stream)
    {
        using var owned = stream;
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
