using System.Net;
using System.Text;
using System.Text.Json;

namespace EndToEnd.Faults;

/// <summary>What a disk without room does to a running host: it refuses what it cannot keep, keeps what it has, and goes on when there is room.</summary>
[Trait("Category", "Long")]
public sealed class DiskFullTests
{
    private const string Later = """{ "worker": "journal", "initialDelay": "PT5S" }""";

    [FactAsRoot]
    public async Task WhatCannotBeKeptIsRefusedAndWhatWasKeptGoesOnWhenThereIsRoom()
    {
        using var folder = new TemporaryFolder();
        await using SmallDisk disk = await SmallDisk.MountAsync(folder.At("data"), megabytes: 12);
        await using HostProcess host = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path));
        var acknowledged = new List<string>();
        for (int i = 0; i < 20; i++)
        {
            acknowledged.AddRange(await host.Client.EnqueueAsync(Later));
        }

        disk.Fill();
        (HttpStatusCode status, string answer) = await EnqueueUntilRefusedAsync(host.Client, acknowledged);
        JsonElement problem = JsonElement.Parse(answer);

        Assert.Equal(HttpStatusCode.InsufficientStorage, status);
        Assert.Equal("Disk full", problem.Text("title"));
        Assert.Equal("507", problem.Text("status"));
        Assert.Contains("nothing of this request was stored", problem.Text("detail"), StringComparison.Ordinal);
        Assert.Equal(acknowledged[0], (await host.Client.ReadAsync($"/api/work/{acknowledged[0]}")).Text("id"));

        // Past the time at which what waits is due: it cannot be started, and must not be forgotten.
        await Task.Delay(TimeSpan.FromSeconds(6));
        Assert.False(host.HasEnded, host.Output);
        disk.Empty();
        acknowledged.AddRange(await EnqueueUntilTakenAsync(host.Client));
        foreach (string id in acknowledged)
        {
            Assert.Equal("succeeded", (await host.Client.FinishedAsync(id)).Text("state"));
            Assert.Single(await host.Client.HistoryAsync(id));
        }

        Assert.Equal(0, await host.TerminateAsync());
    }

    [FactAsRoot]
    public async Task AStartWithoutRoomIsRefusedAndGoesWellWhenThereIsRoom()
    {
        using var folder = new TemporaryFolder();
        await using SmallDisk disk = await SmallDisk.MountAsync(folder.At("data"), megabytes: 12);
        string id;
        await using (HostProcess first = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path)))
        {
            id = (await first.Client.EnqueueAsync("""{ "worker": "journal", "initialDelay": "PT1H" }"""))[0];
            Assert.Equal(0, await first.TerminateAsync());
        }

        disk.Fill();
        (int code, string output) = await HostProcess.RefusedAsync(HostLaunch.Workers(folder.Path));
        Assert.Equal(1, code);
        Assert.Contains("The host did not start.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        disk.Empty();

        await using HostProcess next = await HostProcess.StartAsync(HostLaunch.Workers(folder.Path));
        Assert.Equal("enqueued", (await next.Client.ReadAsync($"/api/work/{id}")).Text("state"));
    }

    private static async Task<(HttpStatusCode Status, string Answer)> EnqueueUntilRefusedAsync(HttpClient client, List<string> acknowledged)
    {
        for (int i = 0; i < 5000; i++)
        {
            using HttpResponseMessage response = await PostAsync(client);
            string answer = await response.Content.ReadAsStringAsync();
            if (response.StatusCode != HttpStatusCode.Accepted)
            {
                Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
                Assert.NotNull(response.Headers.RetryAfter);
                return (response.StatusCode, answer);
            }

            acknowledged.Add(JsonElement.Parse(answer).GetProperty("work")[0].Text("id"));
        }

        throw new InvalidOperationException("Nothing was refused.");
    }

    private static async Task<IReadOnlyList<string>> EnqueueUntilTakenAsync(HttpClient client)
    {
        for (int i = 0; i < 100; i++)
        {
            using HttpResponseMessage response = await PostAsync(client);
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                return [JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("work")[0].Text("id")];
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        throw new InvalidOperationException("Nothing is taken though there is room.");
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient client) => client.PostAsync("/api/work", new StringContent(Later, Encoding.UTF8, "application/json"));
}
