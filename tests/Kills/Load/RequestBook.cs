using System.Globalization;

namespace Kills.Load;

/// <summary>Makes the requests of one client, a mix drawn from its seed.</summary>
internal sealed class RequestBook(int client, Random chance, Uri host)
{
    private static readonly object Backoff = new { policy = "linear", delay = "PT1S" };
    private int count;

    public AskedRequest Next() => chance.Next(12) switch
    {
        0 or 1 => Single(),
        2 => Delayed(),
        3 => Alarm(),
        4 => Retries("retries"),
        5 => Retries("throws"),
        6 => Fails(),
        7 => Chain(fails: chance.Next(4) == 0),
        8 => Named(),
        9 => Slices(),
        10 => chance.Next(3) == 0 ? Transfer() : Keyed(),
        _ => Leased(),
    };

    /// <summary>A work that is there to be cancelled: it would run, or wait, for long.</summary>
    public AskedRequest ToCancel()
    {
        string number = Number();
        object body = chance.Next(2) == 0
            ? new { worker = "journal", input = new { request = number, runFor = 600_000 }, backoff = Backoff, maxAttempts = 0 }
            : new { worker = "journal", input = new { request = number }, initialDelay = "PT1H" };
        return new AskedRequest("cancelled", number, body, [new AskedWork("", "cancelled")]);
    }

    /// <summary>Periodic work, which goes on until it is cancelled at the end.</summary>
    public AskedRequest Periodic()
    {
        string number = Number();
        var work = new { worker = "journal", input = new { request = number, runFor = 20 }, period = new { every = "PT1S" }, backoff = Backoff, maxAttempts = 0 };
        return new AskedRequest("periodic", number, new { uniqueName = $"periodic-{client}", existingWorkPolicy = "keep", work = new[] { work } }, [new AskedWork("", "cancelled")])
        {
            Name = $"periodic-{client}",
        };
    }

    public AskedRequest Single()
    {
        string number = Number();
        object body = chance.Next(3) == 0
            ? new { id = $"chosen-{number}", worker = "journal", input = new { request = number, runFor = chance.Next(30) }, backoff = Backoff }
            : new { worker = "journal", input = new { request = number, runFor = chance.Next(200) }, backoff = Backoff };
        return new AskedRequest("single", number, body, [new AskedWork("")]);
    }

    private AskedRequest Delayed()
    {
        string number = Number();
        int delay = chance.Next(200, 4000);
        var body = new { worker = "journal", input = new { request = number }, initialDelay = string.Create(CultureInfo.InvariantCulture, $"PT{delay / 1000.0}S"), backoff = Backoff };
        return new AskedRequest("delayed", number, body, [new AskedWork("") { NotBefore = TimeSpan.FromMilliseconds(delay) }]);
    }

    private AskedRequest Alarm()
    {
        string number = Number();
        int delay = chance.Next(200, 3000);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var body = new { worker = "journal", input = new { request = number }, runAt = now.AddMilliseconds(delay).ToString("O", CultureInfo.InvariantCulture), backoff = Backoff };
        return new AskedRequest("alarm", number, body, [new AskedWork("") { NotBefore = TimeSpan.FromMilliseconds(delay) }]) { SentAt = now };
    }

    private AskedRequest Retries(string how)
    {
        string number = Number();
        var input = new Dictionary<string, object> { ["request"] = number, ["runFor"] = chance.Next(50), [how] = chance.Next(1, 3) };
        return new AskedRequest(how, number, new { worker = "journal", input, backoff = Backoff }, [new AskedWork("")]);
    }

    private AskedRequest Fails()
    {
        string number = Number();
        return new AskedRequest("fails", number, new { worker = "journal", input = new { request = number, fails = 1 }, backoff = Backoff }, [new AskedWork("", "failed")]);
    }

    // a, then b and c, then d after both; b may fail, and d with it.
    private AskedRequest Chain(bool fails)
    {
        string number = Number();
        object Work(string key, int failing, params string[] after) =>
            new { key, worker = "journal", input = new { request = $"{number}.{key}", runFor = chance.Next(80), fails = failing }, after, backoff = Backoff };
        object[] works = [Work("a", 0), Work("b", fails ? 1 : 0, "a"), Work("c", 0, "a"), Work("d", 0, "b", "c")];
        return new AskedRequest("chain", number, new { work = works },
        [
            new AskedWork("a"),
            new AskedWork("b", fails ? "failed" : "succeeded") { After = ["a"] },
            new AskedWork("c") { After = ["a"] },
            new AskedWork("d", fails ? "failed" : "succeeded") { After = ["b", "c"] },
        ]);
    }

    private AskedRequest Named()
    {
        string number = Number();
        string policy = chance.Next(4) switch { 0 => "keep", 1 => "replace", 2 => "append", _ => "appendOrReplace" };
        string name = $"name-{client}-{chance.Next(3)}-{(policy is "append" ? "append" : "any")}";
        var work = new { worker = "journal", input = new { request = number, runFor = chance.Next(300) }, backoff = Backoff };
        return new AskedRequest("named", number, new { uniqueName = name, existingWorkPolicy = policy, work = new[] { work } }, [new AskedWork("", policy is "append" ? "succeeded" : "any")])
        {
            Name = name,
            Replaces = policy is not "append",
        };
    }

    private AskedRequest Slices()
    {
        string number = Number();
        return new AskedRequest("slices", number, new { worker = "journal", input = new { request = number, runFor = chance.Next(40), slices = chance.Next(2, 6) }, backoff = Backoff }, [new AskedWork("")]);
    }

    private AskedRequest Keyed()
    {
        string number = Number();
        string key = $"key-{client}";
        var body = new { worker = "journal", input = new { request = number, runFor = chance.Next(20) }, concurrencyKey = key, maxConcurrency = 1, backoff = Backoff };
        return new AskedRequest("keyed", number, body, [new AskedWork("")]) { Key = key };
    }

    private AskedRequest Transfer()
    {
        string number = Number();
        string file = $"kept/{number}.json";
        var body = new { worker = "transfer", input = new { url = new Uri(host, "/api/openapi.json").ToString(), to = file }, backoff = Backoff };
        return new AskedRequest("transfer", number, body, [new AskedWork("") { File = file }]);
    }

    private AskedRequest Leased()
    {
        string number = Number();
        return new AskedRequest("leased", number, new { worker = "render", input = new { request = number }, backoff = Backoff, timeout = "PT10M" }, [new AskedWork("")]);
    }

    private string Number() => string.Create(CultureInfo.InvariantCulture, $"{client}-{count++}");
}
