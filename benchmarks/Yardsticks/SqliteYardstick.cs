using Work.Benchmarks.Figures;
using Work.Embedded.Storage;

namespace Work.Benchmarks.Yardsticks;

/// <summary>
/// What SQLite does with the disk at best: rows of 100 bytes under a rising key, one table, one connection, a write-ahead log and <c>synchronous=FULL</c>, as the
/// engine has it.
/// </summary>
internal static class SqliteYardstick
{
    public static void Measure(string directory, TimeSpan each, Measurement into)
    {
        double at1000 = RowsPerSecond(directory, 1000, each);
        double commits = RowsPerSecond(directory, 1, each);
        into.With(Yardstick.SqliteRowsAt100, RowsPerSecond(directory, 100, each))
            .With(Yardstick.SqliteRowsAt1000, at1000)
            .With(Yardstick.SqliteSecondsFor10000Rows, 10_000 / at1000)
            .With(Yardstick.SqliteCommits, commits)
            .With(Yardstick.SqliteCommitMilliseconds, 1000 / commits);
    }

    private static double RowsPerSecond(string directory, int rowsInCommit, TimeSpan time)
    {
        using var database = Database.OpenWriter(Path.Combine(directory, $"yardstick-{rowsInCommit}.db"));
        _ = database.ScalarText("PRAGMA journal_mode = WAL");
        database.Execute("PRAGMA synchronous = FULL");
        database.Execute("PRAGMA wal_autocheckpoint = 4000");
        database.Execute("CREATE TABLE rows(key INTEGER PRIMARY KEY, body BLOB NOT NULL)");
        Statement insert = database.Prepare("INSERT INTO rows(key, body) VALUES(?1, ?2)");
        Statement begin = database.Prepare("BEGIN IMMEDIATE");
        Statement commit = database.Prepare("COMMIT");
        byte[] body = new byte[100];
        long key = 0;
        long begun = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begun) < time)
        {
            begin.Run();
            for (int row = 0; row < rowsInCommit; row++)
            {
                insert.Bind(1, ++key).Bind(2, body).Run();
            }

            commit.Run();
        }

        return key / TimeProvider.System.GetElapsedTime(begun).TotalSeconds;
    }
}
