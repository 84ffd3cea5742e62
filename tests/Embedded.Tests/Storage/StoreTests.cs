using Embedded.Tests.Engine;
using Work.Embedded.Storage;

namespace Embedded.Tests.Storage;

public sealed class StoreTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("store-").FullName;

    private string DatabasePath => Path.Combine(directory, "work.db");

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public async Task A_second_owner_is_refused_and_told_who_the_first_is()
    {
        var store = Open();

        var refused = Assert.Throws<StoreException>(Open);
        Assert.Contains($"process {Environment.ProcessId}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(directory, refused.Message, StringComparison.Ordinal);

        await store.CloseAsync();
        await Open().CloseAsync();
    }

    [Fact]
    public async Task A_directory_that_is_let_go_of_twice_at_once_is_free_when_either_says_so()
    {
        for (var round = 0; round < 200; round++)
        {
            var store = Open();
            await store.WriteAsync(writer =>
            {
                writer.SaveMeta("any", 1);
                return true;
            });

            var first = store.AbandonAsync();
            await store.AbandonAsync();

            Assert.False(File.Exists(DatabasePath + "-wal"));
            await first;
        }
    }

    [Fact]
    public async Task A_file_that_is_not_a_database_is_refused_and_left_as_it_is()
    {
        await File.WriteAllTextAsync(DatabasePath, new string('x', 20_000));

        var refused = Assert.Throws<StoreException>(Open);

        Assert.Contains("not a database", refused.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 20_000), await File.ReadAllTextAsync(DatabasePath));
    }

    [Theory]
    [InlineData(0, "empty")]
    [InlineData(3_000, "damaged")]
    [InlineData(9_000, "damaged")]
    public async Task A_database_cut_short_is_refused(int bytes, string expected)
    {
        await Open().CloseAsync();
        await using (var file = File.OpenWrite(DatabasePath))
        {
            file.SetLength(bytes);
        }

        var refused = Assert.Throws<StoreException>(Open);

        Assert.Contains(expected, refused.Message, StringComparison.Ordinal);
        Assert.Equal(bytes, new FileInfo(DatabasePath).Length);
    }

    [Fact]
    public async Task A_database_that_vanished_is_not_made_anew()
    {
        await Open().CloseAsync();
        File.Delete(DatabasePath);

        Assert.Contains("missing", Assert.Throws<StoreException>(Open).Message, StringComparison.Ordinal);
        Assert.False(File.Exists(DatabasePath));
    }

    [Theory]
    [InlineData("PRAGMA application_id = 7", "another program")]
    [InlineData("PRAGMA user_version = 99", "format 99")]
    public async Task A_database_of_another_program_or_a_later_format_is_refused(string change, string expected)
    {
        await Open().CloseAsync();
        using (var database = Database.OpenWriter(DatabasePath))
        {
            database.Execute(change);
        }

        Assert.Contains(expected, Assert.Throws<StoreException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_that_wait_share_a_commit_and_one_that_fails_does_not_take_its_neighbours_with_it()
    {
        var store = Open();
        var before = store.Commits;
        var writes = Enumerable.Range(0, 500)
            .Select(number => store.WriteAsync(writer =>
            {
                writer.SaveMeta($"key{number}", number);
                return number == 250 ? throw new InvalidOperationException("bad one") : number;
            }))
            .ToList();

        await Assert.ThrowsAsync<InvalidOperationException>(() => writes[250]);
        writes.RemoveAt(250);
        await Task.WhenAll(writes);

        Assert.InRange(store.Commits - before, 1, 499);
        Assert.Equal(499, store.Reads.Read(reader => reader.Database.Scalar("SELECT count(*) FROM meta WHERE key LIKE 'key%'")));
        await store.CloseAsync();
    }

    [Fact]
    public async Task Every_commit_is_flushed_to_disk()
    {
        var store = Open();

        Assert.Equal("wal, synchronous=2", store.FlushMode);

        await store.CloseAsync();
        store = Store.Open(directory, new TestClock().GetUtcNow(), faultPoint: null, flush: false);
        Assert.Equal("wal, synchronous=0", store.FlushMode);
        await store.CloseAsync();
    }

    [Fact]
    public void The_newer_of_the_two_SQLites_runs()
    {
        Assert.True(Version.Parse(SqliteLibrary.Version) >= new Version(3, 35, 5), SqliteLibrary.Version);
    }

    private Store Open() => Store.Open(directory, new TestClock().GetUtcNow(), faultPoint: null);
}
