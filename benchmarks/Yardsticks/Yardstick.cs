namespace Work.Benchmarks;

/// <summary>The names of what is measured of the machine itself, with each run of this program.</summary>
internal static class Yardstick
{
    public const string SqliteRowsAt100 = "sqliteRowsPerSecondAt100";
    public const string SqliteRowsAt1000 = "sqliteRowsPerSecondAt1000";
    public const string SqliteCommits = "sqliteCommitsPerSecond";
    public const string SqliteCommitMilliseconds = "sqliteCommitMilliseconds";
    public const string SqliteSecondsFor10000Rows = "sqliteSecondsFor10000Rows";
    public const string KestrelRequests = "kestrelRequestsPerSecond";
    public const string KestrelResidentMegabytes = "kestrelResidentMegabytes";
    public const string KestrelStartSeconds = "kestrelStartSeconds";
}
