using System.Security.Cryptography;
using Embedded.Tests.Engine;
using Work.Embedded.Storage;

namespace Embedded.Tests.Storage;

/// <summary>Damaged data is refused by name, and left as it is to the byte.</summary>
public sealed class DamageTests : IDisposable
{
    private const int PageBytes = 4096;
    private const int LogHeaderBytes = 32;
    private const int LogFrameBytes = PageBytes + 24;
    private readonly string root = Directory.CreateTempSubdirectory("damage-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData("the magic of the header", 3)]
    [InlineData("the size of pages", 16)]
    [InlineData("the version that may write", 18)]
    [InlineData("the bytes reserved in pages", 20)]
    [InlineData("the head of the schema's page", 101)]
    [InlineData("the text of the schema", PageBytes - 196)]
    [InlineData("the head of a table's page", PageBytes)]
    [InlineData("the head of an index's page", 2 * PageBytes)]
    [InlineData("the head of the last page", -PageBytes)]
    public async Task A_flipped_byte_in_what_holds_the_file_together_is_refused(string where, int at)
    {
        string directory = await ClosedAsync();

        Flip(Path.Combine(directory, "work.db"), at);

        AssertRefused(directory, where);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(PageBytes)]
    [InlineData(PageBytes + 900)]
    [InlineData(10 * PageBytes)]
    public async Task A_file_cut_short_is_refused(int bytes)
    {
        string directory = await ClosedAsync();

        Cut(Path.Combine(directory, "work.db"), bytes);

        AssertRefused(directory, "cut");
    }

    [Theory]
    [InlineData("the header", 9)]
    [InlineData("a salt", 17)]
    [InlineData("the first frame", LogHeaderBytes + 500)]
    [InlineData("a frame's head", LogHeaderBytes + (3 * LogFrameBytes) + 17)]
    [InlineData("a frame in the midst", LogHeaderBytes + (5 * LogFrameBytes) + 2000)]
    [InlineData("the last frame", -2000)]
    public async Task A_flipped_byte_in_the_log_is_refused_and_takes_no_commit_with_it_unseen(string where, int at)
    {
        string directory = await KilledAsync();

        Flip(Path.Combine(directory, "work.db-wal"), at);

        AssertRefused(directory, where);
    }

    [Fact]
    public async Task Without_the_logs_index_a_flipped_byte_before_the_last_commits_is_refused_too()
    {
        string directory = await KilledAsync();
        File.Delete(Path.Combine(directory, "work.db-shm"));

        Flip(Path.Combine(directory, "work.db-wal"), LogHeaderBytes + (5 * LogFrameBytes) + 2000);

        AssertRefused(directory, "the log");
    }

    [Fact]
    public async Task A_log_cut_short_is_refused()
    {
        string directory = await KilledAsync();

        Cut(Path.Combine(directory, "work.db-wal"), LogHeaderBytes + (6 * LogFrameBytes) + 99);

        AssertRefused(directory, "the log");
    }

    [Fact]
    public async Task A_log_that_is_gone_with_all_that_there_was_is_refused()
    {
        string directory = await KilledAsync();
        File.Delete(Path.Combine(directory, "work.db-wal"));
        File.Delete(Path.Combine(directory, "work.db-shm"));

        AssertRefused(directory, "the log");
    }

    [Fact]
    public async Task A_log_whose_end_a_loss_of_power_has_torn_is_taken_up_to_there()
    {
        string directory = await KilledAsync();
        string log = Path.Combine(directory, "work.db-wal");
        File.Delete(Path.Combine(directory, "work.db-shm"));
        await using (FileStream file = File.OpenWrite(log))
        {
            file.Seek(0, SeekOrigin.End);
            file.Write(RandomNumberGenerator.GetBytes(1000));
        }

        Store store = Open(directory);

        Assert.Equal(40, store.Reads.Read(reader => reader.Database.Scalar("SELECT count(*) FROM meta WHERE key LIKE 'key%'")));
        await store.CloseAsync();
    }

    [Fact]
    public void A_database_of_another_program_is_refused_as_it_is()
    {
        string directory = Directory.CreateDirectory(Path.Combine(root, "other")).FullName;
        using (Database other = Database.OpenWriter(Path.Combine(directory, "work.db")))
        {
            other.Execute("CREATE TABLE theirs(a)");
            other.Execute("PRAGMA application_id = 77");
        }

        AssertRefused(directory, "another program");

        using Database again = Database.OpenWriter(Path.Combine(directory, "work.db"));
        Assert.Equal("delete", again.ScalarText("PRAGMA journal_mode"));
    }

    private static Store Open(string directory) => Store.Open(directory, new TestClock().GetUtcNow(), faultPoint: null);

    private async Task<string> ClosedAsync()
    {
        string directory = Path.Combine(root, "closed");
        Store store = await FilledAsync(directory);
        await store.CloseAsync();
        Assert.False(File.Exists(Path.Combine(directory, "work.db-wal")));
        return directory;
    }

    // What a killed process leaves: the files as they are while it has them open.
    private async Task<string> KilledAsync()
    {
        string living = Path.Combine(root, "living");
        Store store = await FilledAsync(living);
        string directory = Directory.CreateDirectory(Path.Combine(root, "killed")).FullName;
        foreach (string name in new[] { "work.db", "work.db-wal", "work.db-shm", "work.made" })
        {
            File.Copy(Path.Combine(living, name), Path.Combine(directory, name));
        }

        await store.CloseAsync();
        return directory;
    }

    private static async Task<Store> FilledAsync(string directory)
    {
        Store store = Open(directory);
        for (int i = 0; i < 40; i++)
        {
            await store.WriteAsync(writer =>
            {
                writer.SaveMeta($"key{i}", i);
                return true;
            });
        }

        return store;
    }

    private static void AssertRefused(string directory, string where)
    {
        string[] before = Hashes(directory);

        StoreException refused = Assert.Throws<StoreException>(() => Open(directory));

        Assert.True(refused.Message.Contains(Path.Combine(directory, "work.db"), StringComparison.Ordinal), $"{where}: {refused.Message}");
        Assert.Contains(new[] { "restore it", "another data directory", "the file is damaged" }, hint => refused.Message.Contains(hint, StringComparison.Ordinal));
        Assert.Equal(before, Hashes(directory));
    }

    private static string[] Hashes(string directory) => [.. new[] { "work.db", "work.db-wal" }.Select(name => Path.Combine(directory, name))
        .Select(path => File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "none")];

    private static void Flip(string path, int at)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int position = at < 0 ? bytes.Length + at : at;
        bytes[position] ^= 0xff;
        File.WriteAllBytes(path, bytes);
    }

    private static void Cut(string path, int bytes)
    {
        using FileStream file = File.OpenWrite(path);
        Assert.True(file.Length > bytes);
        file.SetLength(bytes);
    }
}
