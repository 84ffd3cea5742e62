using System.Security.Cryptography;

namespace EndToEnd.Faults;

/// <summary>The start on damaged data, as its user meets it. <c>Embedded.Tests/Storage/DamageTests</c> has more places, without a process.</summary>
[Trait("Category", "Long")]
public sealed class DamagedDataTests
{
    private const int PageBytes = 4096;

    [Fact]
    public async Task DamagedDataIsRefusedByNameAndLeftAsItIs()
    {
        using var folder = new TemporaryFolder();
        await using (HostProcess host = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path)))
        {
            for (int i = 0; i < 20; i++)
            {
                await host.Client.EnqueueAsync("""{ "worker": "journal", "initialDelay": "PT1H" }""");
            }

            await host.KillAsync();
        }

        string killed = folder.At("killed");
        CopyData(folder.At("data"), killed);
        await using (HostProcess host = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path)))
        {
            Assert.Equal(0, await host.TerminateAsync());
        }

        string closed = folder.At("closed");
        CopyData(folder.At("data"), closed);
        await AssertRefusedAsync(folder, closed, "header", "is damaged, or is no database", file => Flip(file, 3));
        await AssertRefusedAsync(folder, closed, "schema", "is damaged, or is no database", file => Flip(file, 101));
        await AssertRefusedAsync(folder, closed, "page", "is damaged, or is no database", file => Flip(file, 2 * PageBytes));
        await AssertRefusedAsync(folder, closed, "cut", "is damaged, or is no database", file => Change(file, stream => stream.SetLength(stream.Length / 2)));
        await AssertRefusedAsync(folder, closed, "empty", "is empty, but was made before", file => Change(file, stream => stream.SetLength(0)));
        await AssertRefusedAsync(folder, closed, "gone", "is missing, but was made before", File.Delete);
        await AssertRefusedAsync(folder, closed, "text", "is damaged, or is no database", file => File.WriteAllText(file, new string('x', 9000)));
        await AssertRefusedAsync(folder, closed, "other", "is a database of another program", file => Flip(file, 68));
        await AssertRefusedAsync(folder, closed, "later", "has format 99", file => Change(file, stream => Put(stream, 63, 99)));
        await AssertRefusedAsync(folder, killed, "log", "its write-ahead log has", file => Flip($"{file}-wal", 20_000));
        await AssertRefusedAsync(folder, killed, "loghead", "the header of its write-ahead log", file => Flip($"{file}-wal", 9));
    }

    private static async Task AssertRefusedAsync(TemporaryFolder folder, string data, string name, string why, Action<string> damage)
    {
        string directory = folder.At(name);
        string file = Path.Combine(directory, "data", "work.db");
        CopyData(data, Path.Combine(directory, "data"));
        damage(file);
        string before = HashOf(file);

        (int code, string output) = await HostProcess.RefusedAsync(HostLaunch.Workers(directory));

        Assert.Equal(1, code);
        Assert.Contains("The host did not start.", output, StringComparison.Ordinal);
        Assert.Contains(file, output, StringComparison.Ordinal);
        Assert.Contains(why, output, StringComparison.Ordinal);
        Assert.Contains("Nothing was changed", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Equal(before, HashOf(file));
    }

    private static void CopyData(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string path in Directory.GetFiles(from))
        {
            File.Copy(path, Path.Combine(to, Path.GetFileName(path)));
        }
    }

    private static string HashOf(string file) => string.Join(' ', new[] { file, $"{file}-wal" }.Select(path => File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "none"));

    private static void Flip(string file, int at) => Change(file, stream =>
    {
        stream.Position = at;
        int was = stream.ReadByte();
        Put(stream, at, (byte)(was ^ 0xff));
    });

    private static void Put(FileStream stream, int at, byte value)
    {
        stream.Position = at;
        stream.WriteByte(value);
    }

    private static void Change(string file, Action<FileStream> change)
    {
        using FileStream stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite);
        change(stream);
    }
}
