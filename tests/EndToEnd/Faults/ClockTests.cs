using System.Globalization;
using System.Text.Json;

namespace EndToEnd.Faults;

/// <summary>The system's clock is set while the host runs. Only the host's own process sees it.</summary>
[Trait("Category", "Long")]
public sealed class ClockTests
{
    // The clock is set by an hour; a slow machine is not that late.
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(40);

    [FactWithFaketime]
    public async Task SetAheadNothingIsLateNothingRunsTwiceAndWhatRunsGoesOn()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await StartAsync(folder);
        string delayed = (await host.Client.EnqueueAsync("""{ "worker": "journal", "initialDelay": "PT50M" }"""))[0];
        string alarm = (await host.Client.EnqueueAsync(new { worker = "journal", runAt = DateTimeOffset.UtcNow.AddMinutes(55).ToString("O", CultureInfo.InvariantCulture) }))[0];
        string later = (await host.Client.EnqueueAsync("""{ "worker": "journal", "initialDelay": "PT2H" }"""))[0];
        string running = (await host.Client.EnqueueAsync("""{ "worker": "journal", "input": { "runFor": 4000 } }"""))[0];
        string silent = (await host.Client.EnqueueAsync("""{ "worker": "deaf", "input": { "runFor": 4000 }, "longRunning": true }"""))[0];
        await host.Client.UntilRunningAsync(running);
        await host.Client.UntilRunningAsync(silent);

        await SetAsync(folder, "+3600");

        foreach (string id in new[] { delayed, alarm, running, silent })
        {
            Assert.Equal("succeeded", (await host.Client.FinishedAsync(id).WaitAsync(Soon)).Text("state"));
            Assert.Equal("success", Assert.Single(await host.Client.HistoryAsync(id)).Text("result"));
        }

        Assert.Equal("enqueued", (await host.Client.ReadAsync($"/api/work/{later}")).Text("state"));
        Assert.Equal(4, RunsIn(folder).Count);
        Assert.Matches("clock went ahead by (01:00:00|00:59:59)", host.Output);
    }

    [FactWithFaketime]
    public async Task SetBackNothingIsLateByTheStepAndNothingRunsTwice()
    {
        using var folder = new TemporaryFolder();
        await using HostProcess host = await StartAsync(folder);
        string delayed = (await host.Client.EnqueueAsync("""{ "worker": "journal", "initialDelay": "PT3S" }"""))[0];
        string retries = (await host.Client.EnqueueAsync("""{ "worker": "journal", "input": { "runFor": 1500, "retries": 1 }, "backoff": { "policy": "linear", "delay": "PT1S" } }"""))[0];
        await host.Client.UntilRunningAsync(retries);

        await SetAsync(folder, "-3600");
        await Task.Delay(TimeSpan.FromMilliseconds(1500));
        string after = (await host.Client.EnqueueAsync("""{ "worker": "journal", "initialDelay": "PT1S" }"""))[0];

        foreach (string id in new[] { delayed, retries, after })
        {
            Assert.Equal("succeeded", (await host.Client.FinishedAsync(id).WaitAsync(Soon)).Text("state"));
        }

        Assert.Equal(["retry", "success"], (await host.Client.HistoryAsync(retries)).Select(attempt => attempt.Text("result")));
        Assert.Equal(4, RunsIn(folder).Count);
        Assert.Matches("clock went back by (01:00:00|00:59:59)", host.Output);
        JsonElement list = await host.Client.ReadAsync("/api/work");
        Assert.Equal([after, retries, delayed], list.GetProperty("work").EnumerateArray().Select(work => work.Text("id")));
    }

    private static Task<HostProcess> StartAsync(TemporaryFolder folder)
    {
        File.WriteAllText(folder.At("clock"), "+0");
        return HostProcess.StartAsync(HostLaunch.Workers(
            folder.Path,
            ("LD_PRELOAD", FactWithFaketimeAttribute.Library!),
            ("FAKETIME_TIMESTAMP_FILE", folder.At("clock")),
            ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
            ("DONT_FAKE_MONOTONIC", "1"),
            ("NO_FAKE_STAT", "1")));
    }

    private static async Task SetAsync(TemporaryFolder folder, string offset)
    {
        await File.WriteAllTextAsync(folder.At("clock.new"), offset);
        File.Move(folder.At("clock.new"), folder.At("clock"), overwrite: true);
    }

    private static List<string> RunsIn(TemporaryFolder folder) => Journal.StartsIn(folder);
}
