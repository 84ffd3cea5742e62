using System.Globalization;
using System.Text.Json;

namespace EndToEnd;

/// <summary>
/// A chain of five, and a <c>kill -9</c> while one of its works runs. The works before it have finished and must stay as they are; the one that ran
/// has lost an attempt; the ones after it must run once.
/// </summary>
internal static class ChainCrash
{
    private const int Length = 5;
    private static readonly TimeSpan ShortRun = TimeSpan.FromMilliseconds(200);

    // Long enough to be seen running, and to run on until the kill, on a machine that stalls now and then.
    private static readonly TimeSpan KilledRun = TimeSpan.FromSeconds(4);

    /// <summary>Kills the host so long after the work at the position was seen running, starts it again, and checks what became of the chain.</summary>
    /// <returns>The new host.</returns>
    public static async Task<HostProcess> KillAndCheckAsync(HostProcess host, string directory, int position, double share)
    {
        IReadOnlyList<string> ids = await host.Client.EnqueueAsync(new { work = Enumerable.Range(0, Length).Select(index => Work(index, index == position ? KilledRun : ShortRun)) });
        await host.Client.UntilRunningAsync(ids[position]);
        await Task.Delay(KilledRun * share);
        var before = new List<string>();
        foreach (string id in ids.Take(position))
        {
            before.Add((await host.Client.ReadAsync($"/api/work/{id}/history")).ToString());
        }

        Assert.Equal("running", (await host.Client.ReadAsync($"/api/work/{ids[position]}")).Text("state"));
        await host.KillAsync();
        int port = host.Address.Port;
        await host.DisposeAsync();
        HostProcess next = await HostProcess.StartAsync(directory, port);
        try
        {
            await CheckAsync(next.Client, ids, position, before);
            return next;
        }
        catch
        {
            await next.DisposeAsync();
            throw;
        }
    }

    private static object Work(int index, TimeSpan run) => new
    {
        key = $"step {index}",
        worker = "delay",
        input = new Dictionary<string, string> { ["for"] = string.Create(CultureInfo.InvariantCulture, $"PT{run.TotalSeconds}S") },
        after = index == 0 ? [] : new[] { $"step {index - 1}" },
        backoff = new { policy = "linear", delay = "PT1S" },
    };

    private static async Task CheckAsync(HttpClient client, IReadOnlyList<string> ids, int killed, List<string> before)
    {
        Assert.Equal("succeeded", (await client.FinishedAsync(ids[^1])).Text("state"));
        for (int index = 0; index < ids.Count; index++)
        {
            JsonElement work = await client.ReadAsync($"/api/work/{ids[index]}");
            IReadOnlyList<JsonElement> attempts = await client.HistoryAsync(ids[index]);
            Assert.Equal("succeeded", work.Text("state"));
            if (index == killed)
            {
                Assert.Equal(["stopped", "success"], attempts.Select(attempt => attempt.Text("result")));
                Assert.Equal(["unknown", "notStopped"], attempts.Select(attempt => attempt.Text("stopReason")));
            }
            else
            {
                Assert.Equal("success", Assert.Single(attempts).Text("result"));
            }

            Assert.Equal(attempts.Count.ToString(CultureInfo.InvariantCulture), work.Text("runAttemptCount"));
        }

        for (int index = 0; index < before.Count; index++)
        {
            Assert.Equal(before[index], (await client.ReadAsync($"/api/work/{ids[index]}/history")).ToString());
        }
    }
}
