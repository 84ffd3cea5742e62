using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;

namespace EndToEnd.Faults;

/// <summary>A service supervisor stops the host.</summary>
public sealed class StopTests
{
    private const int Callers = 4;

    // What runs would go on for longer.
    private static readonly TimeSpan LongestStop = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);
    private const string Short = """{ "worker": "journal", "input": { "runFor": 20 } }""";
    private const string Long = """{ "worker": "journal", "input": { "runFor": 60000 }, "backoff": { "policy": "linear", "delay": "PT1S" } }""";

    [Fact]
    [Trait("Category", "EndToEnd")]
    public Task AStopUnderLoadLosesNothingAndWhatRanIsTakenUpAgain() => StopAsync(signals: 1);

    [Fact]
    [Trait("Category", "Long")]
    public Task ASecondSignalChangesNothing() => StopAsync(signals: 2);

    [Fact]
    [Trait("Category", "Long")]
    public async Task AWorkerThatIgnoresItsStopDoesNotHoldUpTheEndAndIsRunAgain()
    {
        using var folder = new TemporaryFolder();
        string id;
        await using (HostProcess host = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path, ("Embedded__DrainTimeout", "00:00:02"))))
        {
            id = (await host.Client.EnqueueAsync("""{ "worker": "deaf", "input": { "runFor": 25000 }, "backoff": { "policy": "linear", "delay": "PT1S" } }"""))[0];
            await host.Client.UntilRunningAsync(id);
            var stopping = Stopwatch.StartNew();

            Assert.Equal(0, await host.TerminateAsync());
            Assert.InRange(stopping.Elapsed, TimeSpan.FromSeconds(2), LongestStop);
        }

        await using HostProcess next = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path));
        Assert.Equal("succeeded", (await next.Client.FinishedAsync(id)).Text("state"));
        Assert.Equal(["stopped", "success"], (await next.Client.HistoryAsync(id)).Select(attempt => attempt.Text("result")));
        Assert.Equal([id, id], Journal.StartsIn(folder));
    }

    private static async Task StopAsync(int signals)
    {
        using var folder = new TemporaryFolder();
        var acknowledged = new ConcurrentQueue<string>();
        var running = new List<string>();
        await using (HostProcess host = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path)))
        {
            for (int i = 0; i < 3; i++)
            {
                running.AddRange(await host.Client.EnqueueAsync(Long));
                await host.Client.UntilRunningAsync(running[^1]);
            }

            Task[] load = [.. Enumerable.Range(0, Callers).Select(_ => AskAsync(host, acknowledged))];
            await Task.Delay(TimeSpan.FromSeconds(1));
            var stopping = Stopwatch.StartNew();
            for (int i = 0; i < signals; i++)
            {
                await host.SignalAsync("TERM");
            }

            Assert.Equal(0, await host.EndedAsync());
            Assert.True(stopping.Elapsed < LongestStop, $"The stop took {stopping.Elapsed}.\n{host.Output}");
            await Task.WhenAll(load);
            Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
        }

        Assert.All(running, id => Assert.Equal(["HostShutdown"], Journal.EndsIn(folder, id)));
        await using HostProcess next = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path));
        Assert.NotEmpty(acknowledged);
        foreach (string id in acknowledged)
        {
            Assert.Equal("succeeded", (await next.Client.FinishedAsync(id)).Text("state"));
        }

        foreach (string id in running)
        {
            await next.Client.UntilRunningAsync(id);
            JsonElement attempt = Assert.Single(await next.Client.HistoryAsync(id));
            Assert.Equal(("stopped", "hostShutdown"), (attempt.Text("result"), attempt.Text("stopReason")));
        }
    }

    // Until nobody answers any more. What is answered is either kept or refused in words.
    private static async Task AskAsync(HostProcess host, ConcurrentQueue<string> acknowledged)
    {
        while (true)
        {
            try
            {
                await Task.Delay(Pause);
                using HttpResponseMessage response = await host.Client.PostAsync("/api/work", new StringContent(Short, Encoding.UTF8, "application/json"));
                string text = await response.Content.ReadAsStringAsync();
                if (response.StatusCode == HttpStatusCode.Accepted)
                {
                    acknowledged.Enqueue(JsonElement.Parse(text).GetProperty("work")[0].Text("id"));
                    continue;
                }

                Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, text);
                Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
                Assert.NotNull(response.Headers.RetryAfter);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }
}
