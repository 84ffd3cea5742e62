using System.Globalization;

namespace Work.Embedded.Storage;

/// <summary>
/// The file's format. <c>application_id</c> says that the file is ours, <c>user_version</c> which format it has. A file that is not
/// ours, of a later format or damaged is refused and left as it is: creating a new one in its place would lose acknowledged work.
/// </summary>
internal static class Schema
{
    public const int Version = 2;
    private const int First = 1;
    private const long ApplicationId = 0x574F_524B;
    private const long CheckWholeBelowBytes = 32L << 20;

    private const string Create = """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE instances(
            row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, version TEXT, status INTEGER NOT NULL,
            created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, execution INTEGER NOT NULL, attention INTEGER NOT NULL,
            wake_at INTEGER, start_at INTEGER, spilled INTEGER NOT NULL, input TEXT, tags BLOB, parent BLOB,
            custom_status TEXT, output TEXT, failure BLOB, steps BLOB);
        CREATE INDEX instances_attention ON instances(attention) WHERE attention = 1;
        CREATE INDEX instances_wake ON instances(wake_at) WHERE wake_at IS NOT NULL;
        CREATE INDEX instances_open ON instances(id) WHERE status IN (0, 6, 7);
        CREATE INDEX instances_broken ON instances(id) WHERE status IN (3, 5);
        CREATE TABLE history(key INTEGER PRIMARY KEY, events BLOB NOT NULL);
        CREATE TABLE messages(number INTEGER PRIMARY KEY, target TEXT NOT NULL, due_at INTEGER, body BLOB NOT NULL);
        CREATE INDEX messages_due ON messages(due_at) WHERE due_at IS NOT NULL;
        CREATE TABLE entities(id TEXT PRIMARY KEY, state TEXT, modified_at INTEGER NOT NULL) WITHOUT ROWID;
        """;

    /// <summary>Checks a file that is there, and changes nothing. False when nothing has been made in it yet.</summary>
    /// <exception cref="StoreException">It is not ours, of another format, or damaged.</exception>
    public static bool IsMade(Database database)
    {
        var tables = database.Scalar("SELECT count(*) FROM sqlite_master");
        var application = database.Scalar("PRAGMA application_id");
        var version = database.Scalar("PRAGMA user_version");
        if (tables == 0 && application == 0 && version == 0)
        {
            return false;
        }

        CheckKnown(database.Path, application, version);
        CheckSound(database);
        return true;
    }

    /// <summary>Makes the format in a new file, whole or not at all.</summary>
    public static void Make(Database database)
    {
        database.Execute("BEGIN IMMEDIATE");
        database.Execute(Create);
        database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}"));
        SetVersion(database);
        database.Execute("COMMIT");
    }

    /// <summary>Brings a file of an older format to this one.</summary>
    // Format 2 keeps the first steps of an instance in its row. What format 1 wrote is read as it is; a crash on the way leaves format 1.
    public static void Upgrade(Database database)
    {
        if (database.Scalar("PRAGMA user_version") == First)
        {
            database.Execute("BEGIN IMMEDIATE");
            database.Execute("ALTER TABLE instances ADD COLUMN steps BLOB");
            SetVersion(database);
            database.Execute("COMMIT");
        }
    }

    private static void CheckKnown(string path, long application, long version)
    {
        if (application != ApplicationId)
        {
            throw new StoreException($"'{path}' is a database of another program. Nothing was changed: choose another data directory.");
        }

        if (version is < First or > Version)
        {
            throw new StoreException(
                $"'{path}' has format {version}, this program knows formats {First} to {Version}. Nothing was changed: use the version of this program that wrote it, or choose another data directory.");
        }
    }

    private static void SetVersion(Database database) =>
        database.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"));

    private static void CheckSound(Database database)
    {
        // A whole check reads every page; a big file is checked as far as its schema and counters, and by SQLite on each read.
        var small = new FileInfo(database.Path).Length < CheckWholeBelowBytes;
        var verdict = small ? database.ScalarText("PRAGMA quick_check(1)") : "ok";
        if (verdict != "ok")
        {
            throw StoreException.Damaged(database.Path, (verdict ?? "no verdict").ReplaceLineEndings(" "));
        }
    }
}
